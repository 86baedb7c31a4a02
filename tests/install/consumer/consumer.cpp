// Computes something with the installed library: the Wilson interval of 8 of 10.
#include <lbl/stats/intervals.hpp>

#include <cstdio>

int main() {
  const lbl::stats::Bounds bounds = lbl::stats::wilson({8, 10}, 0.95);
  std::printf("%.4f %.4f\n", bounds.low, bounds.high);
}
