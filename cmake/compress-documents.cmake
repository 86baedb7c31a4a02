# Run by CPack before it packs: manual pages and changelogs are compressed, as Debian wants them.
file(GLOB_RECURSE documents LIST_DIRECTORIES false
  "${CPACK_TEMPORARY_INSTALL_DIRECTORY}/*/usr/share/man/man*/*" "${CPACK_TEMPORARY_INSTALL_DIRECTORY}/*/usr/share/doc/*/changelog")
foreach(document ${documents})
  execute_process(COMMAND gzip -9nf ${document} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
