# One interface target carries the flags that every target of ours is compiled with.
add_library(lbl_flags INTERFACE)
target_compile_options(lbl_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
  -Wno-sign-conversion # counts are std::size_t and differences are signed by nature of iterators
  -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-qual -Wformat=2)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports impossible overlaps inside std::string (GCC bug 105651).
  target_compile_options(lbl_flags INTERFACE -Wno-restrict)
endif()
if(LBL_WERROR)
  target_compile_options(lbl_flags INTERFACE -Werror)
endif()
if(LBL_SANITIZE)
  target_compile_options(lbl_flags INTERFACE -fsanitize=${LBL_SANITIZE} -fno-omit-frame-pointer -g1)
  target_link_options(lbl_flags INTERFACE -fsanitize=${LBL_SANITIZE})
endif()
if(LBL_FUZZ)
  target_compile_options(lbl_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
