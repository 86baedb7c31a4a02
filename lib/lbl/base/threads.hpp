// Threads, wrapped once: an ordered pipeline and a parallel loop (both on oneTBB).
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace lbl::base {

/// A unit of work that passes through an ordered pipeline.
class Job {
 public:
  Job() = default;
  virtual ~Job() = default;
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;
};

/// Calls `next` (one at a time) until it returns null, `work` on each job (on up to `threads`
/// threads) and `take` on each job in the order of `next` (one at a time). At most 2 x threads jobs
/// exist at once. The first exception ends it and is rethrown. `threads` 0, or more than there are,
/// means all cores.
void run_pipeline(unsigned threads, const std::function<std::unique_ptr<Job>()>& next,
                  const std::function<void(Job&)>& work,
                  const std::function<void(std::unique_ptr<Job>)>& take);

/// Calls body(i) for every i in [0, count) on up to `threads` threads; 0, or more than there are,
/// means all cores.
void parallel_for(unsigned threads, std::size_t count,
                  const std::function<void(std::size_t)>& body);

}  // namespace lbl::base
