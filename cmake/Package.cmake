# CPack: a .deb of the programs and one for those who build on the library.
#   cmake --build build/release && (cd build/release && cpack)
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME lbl)
set(CPACK_PACKAGE_VENDOR "lbl")
set(CPACK_PACKAGE_CONTACT "The lbl maintainers <maintainers@lbl.example>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "quality assurance for labels on the command line")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL programs development)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PROGRAMS_PACKAGE_NAME lbl)
set(CPACK_COMPONENT_PROGRAMS_DESCRIPTION "Checks the quality of labels: four small programs for annotations of
text, images, audio and chat data, made by people or by models. They hold a
batch against its guideline, measure agreement, draw review samples with known
probabilities, and look for slices that are labelled differently.")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME liblbl-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SHLIBDEPS OFF)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "libfmt-dev, libspdlog-dev, libsimdjson-dev, libtbb-dev, \
libxxhash-dev, libzstd-dev, zlib1g-dev, libcsv-dev, libutf8proc-dev, libsodium-dev, libpcre2-dev, pkg-config")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "Library and headers of lbl: guideline schemas, readers and statistics
of labels, with a CMake package (find_package(lbl), lbl::lbl).")
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/compress-documents.cmake)

# What Debian wants of every package.
set(packages lbl liblbl-dev)
configure_file(cmake/changelog.in ${CMAKE_BINARY_DIR}/changelog @ONLY)
foreach(component package IN ZIP_LISTS CPACK_COMPONENTS_ALL packages)
  install(FILES cmake/copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package} COMPONENT ${component}
    EXCLUDE_FROM_ALL)
  install(FILES ${CMAKE_BINARY_DIR}/changelog DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package}
    COMPONENT ${component} EXCLUDE_FROM_ALL)
endforeach()
include(CPack)
