// oneTBB behind lbl's two shapes of parallel work.
#include "lbl/base/threads.hpp"

#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_pipeline.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <exception>

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
  // The filters copy what they pass on, so the unique owner travels in a shared box. An exception
  // travels with it and is thrown at the end: oneTBB would leak the boxes under way.
  struct Slot {
    std::unique_ptr<Job> job;
    std::exception_ptr error;
  };
  using Box = std::shared_ptr<Slot>;
  std::atomic<bool> stopped{false};
  std::exception_ptr first_error;
  const auto guarded = [](Slot& slot, const auto& body) {
    try {
      body();
    } catch (...) {
      slot.error = std::current_exception();
    }
  };
  bool ended = false;
  tbb::task_arena arena(workers);
  arena.execute([&] {
    tbb::parallel_pipeline(
        static_cast<std::size_t>(workers) * 2,
        tbb::make_filter<void, Box>(tbb::filter_mode::serial_in_order,
                                    [&](tbb::flow_control& control) {
                                      auto slot = std::make_shared<Slot>();
                                      if (!ended && !stopped) {
                                        guarded(*slot, [&] { slot->job = next(); });
                                      }
                                      ended = !slot->job;
                                      if (ended && !slot->error) control.stop();
                                      return slot;
                                    }) &
            tbb::make_filter<Box, Box>(tbb::filter_mode::parallel,
                                       [&](const Box& slot) {
                                         if (slot->job && !stopped) {
                                           guarded(*slot, [&] { work(*slot->job); });
                                         }
                                         return slot;
                                       }) &
            tbb::make_filter<Box, void>(tbb::filter_mode::serial_in_order, [&](const Box& slot) {
              if (stopped) return;
              if (!slot->error) guarded(*slot, [&] { take(std::move(slot->job)); });
              if (!slot->error) return;
              first_error = slot->error;
              stopped = true;
            }));
  });
  if (first_error) std::rethrow_exception(first_error);
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
