# Compiles the headers that most files include once a target, with LBL_PRECOMPILE. Files keep their own
# includes: tests/house compiles every one of them without this.
function(lbl_precompile target)
  if(LBL_PRECOMPILE)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      # The first is for compiler caches. In precompiled headers g++ 12 takes its own std::string for our
      # code and reports overflows that are not there (GCC bug 105651 and its kin).
      target_compile_options(${target} PRIVATE -fpch-preprocess -Wno-stringop-overflow -Wno-stringop-overread
        -Wno-array-bounds)
    endif()
    target_precompile_headers(${target} PRIVATE <algorithm> <array> <cmath> <cstdint> <functional> <map>
      <memory> <optional> <span> <string> <string_view> <utility> <vector> <fmt/format.h> ${ARGN})
  endif()
endfunction()
