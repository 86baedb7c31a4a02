# Install rules: programs, library with its CMake package, schemas and documents.
include(CMakePackageConfigHelpers)

install(TARGETS lbl EXPORT lbl-targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
install(DIRECTORY lib/lbl DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development FILES_MATCHING PATTERN "*.hpp")
install(DIRECTORY schemas/ DESTINATION ${CMAKE_INSTALL_DATADIR}/lbl/schemas COMPONENT programs)
install(EXPORT lbl-targets NAMESPACE lbl:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/lbl COMPONENT development)
configure_package_config_file(cmake/lbl-config.cmake.in ${CMAKE_BINARY_DIR}/lbl-config.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/lbl)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/lbl-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/lbl-config.cmake ${CMAKE_BINARY_DIR}/lbl-config-version.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/lbl COMPONENT development)
install(FILES README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT programs)
# The nightly job and its batch, to be copied: quickstart.sh builds from source, so it stays there.
install(DIRECTORY samples/ DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples COMPONENT programs
  PATTERN out EXCLUDE PATTERN quickstart.sh EXCLUDE PATTERN .gitignore EXCLUDE)
install(FILES completions/lbl.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
  RENAME lbl-validate COMPONENT programs)
foreach(program agree sample bias)
  # bash looks a completion up by the name of the program; one file serves all.
  install(CODE "file(CREATE_LINK lbl-validate \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_DATADIR}\
/bash-completion/completions/lbl-${program}\" SYMBOLIC)" COMPONENT programs)
endforeach()
install(FILES completions/_lbl DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions COMPONENT programs)
include(cmake/Package.cmake)
