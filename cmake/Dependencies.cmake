# Every library comes from a Debian 12 package; nothing is vendored or downloaded (DESIGN.md 6).
# For programs that are carried to other machines. Debian has no archives of TBB, fmt, spdlog and
# simdjson, which stay shared.
option(LBL_STATIC "link the archives of the libraries that have one" OFF)
if(LBL_STATIC)
  set(CMAKE_FIND_LIBRARY_SUFFIXES .a .so)
endif()
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)
find_package(Boost 1.74 REQUIRED)
find_package(TBB REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(simdjson REQUIRED)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(PCRE2 REQUIRED IMPORTED_TARGET libpcre2-8)
# These packages ship no CMake config and no usable pkg-config file.
find_library(LBL_CSV_LIBRARY csv REQUIRED)
find_library(LBL_UTF8PROC_LIBRARY utf8proc REQUIRED)
find_path(LBL_NLOHMANN_INCLUDE nlohmann/json.hpp REQUIRED)
find_path(LBL_CLI11_INCLUDE CLI/CLI.hpp REQUIRED)
