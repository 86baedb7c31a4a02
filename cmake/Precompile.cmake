# Compiles the headers that most files include once a target, with LBL_PRECOMPILE. Files keep their own
# includes: tests/house compiles every one of them without this.
function(lbl_precompile target)
  if(LBL_PRECOMPILE)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      target_compile_options(${target} PRIVATE -fpch-preprocess) # for compiler caches
    endif()
    target_precompile_headers(${target} PRIVATE <algorithm> <array> <cmath> <cstdint> <functional> <map>
      <memory> <optional> <span> <string> <string_view> <utility> <vector> <fmt/format.h> ${ARGN})
  endif()
endfunction()
