# Install rules: programs, library with its CMake package, schemas and documents.
include(CMakePackageConfigHelpers)

install(TARGETS lbl EXPORT lbl-targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY lib/lbl DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.hpp")
install(DIRECTORY schemas/ DESTINATION ${CMAKE_INSTALL_DATADIR}/lbl/schemas)
install(EXPORT lbl-targets NAMESPACE lbl:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/lbl)
configure_package_config_file(cmake/lbl-config.cmake.in ${CMAKE_BINARY_DIR}/lbl-config.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/lbl)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/lbl-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/lbl-config.cmake ${CMAKE_BINARY_DIR}/lbl-config-version.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/lbl)
install(FILES README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
