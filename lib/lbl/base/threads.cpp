// oneTBB behind lbl's two shapes of parallel work.
#include "lbl/base/threads.hpp"

#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_pipeline.h>
#include <tbb/task_arena.h>

#include <algorithm>

// Debian's oneTBB is not built for ThreadSanitizer, which would report the order that it keeps as
// races; that build takes threads_tsan.cpp instead (lib/CMakeLists.txt).
namespace lbl::base {

namespace {

// More threads than cores would only compete (and oneTBB would say so on standard error).
int concurrency(unsigned threads) {
  const int cores = tbb::info::default_concurrency();
  return threads == 0 ? cores : static_cast<int>(std::min(threads, static_cast<unsigned>(cores)));
}

}  // namespace

void run_pipeline(unsigned threads, const std::function<std::unique_ptr<Job>()>& next,
                  const std::function<void(Job&)>& work,
                  const std::function<void(std::unique_ptr<Job>)>& take) {
  const int workers = concurrency(threads);
  if (workers == 1) {
    while (std::unique_ptr<Job> job = next()) {
      work(*job);
      take(std::move(job));
    }
    return;
  }
  // The filters copy what they pass on, so the unique owner travels in a shared box.
  using Box = std::shared_ptr<std::unique_ptr<Job>>;
  tbb::task_arena arena(workers);
  arena.execute([&] {
    tbb::parallel_pipeline(
        static_cast<std::size_t>(workers) * 2,
        tbb::make_filter<void, Box>(tbb::filter_mode::serial_in_order,
                                    [&](tbb::flow_control& control) {
                                      auto job = std::make_shared<std::unique_ptr<Job>>(next());
                                      if (!*job) control.stop();
                                      return job;
                                    }) &
            tbb::make_filter<Box, Box>(tbb::filter_mode::parallel,
                                       [&](const Box& job) {
                                         work(**job);
                                         return job;
                                       }) &
            tbb::make_filter<Box, void>(tbb::filter_mode::serial_in_order,
                                        [&](const Box& job) { take(std::move(*job)); }));
  });
}

void parallel_for(unsigned threads, std::size_t count,
                  const std::function<void(std::size_t)>& body) {
  const int workers = concurrency(threads);
  if (workers == 1 || count < 2) {
    for (std::size_t i = 0; i < count; ++i) body(i);
    return;
  }
  tbb::task_arena arena(workers);
  arena.execute([&] { tbb::parallel_for(std::size_t{0}, count, body); });
}

}  // namespace lbl::base
