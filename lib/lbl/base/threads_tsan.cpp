// The promises of threads.hpp kept with std::thread, for builds with ThreadSanitizer only.
#include "lbl/base/threads.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace lbl::base {

namespace {

// At least four, so that a machine with few cores finds races too; never as many as a caller in
// jest asks for.
unsigned concurrency(unsigned threads) {
  const unsigned most = std::max(4u, std::thread::hardware_concurrency());
  return threads == 0 ? most : std::min(threads, most);
}

// Calls body() on `threads` threads, the calling one among them, and waits for all.
void on_threads(unsigned threads, const std::function<void()>& body) {
  std::vector<std::thread> others;
  for (unsigned i = 1; i < threads; ++i) others.emplace_back(body);
  body();
  for (std::thread& other : others) other.join();
}

// Both ends of the pipeline and what the threads at work on it share.
class Pipeline {
 public:
  Pipeline(const std::function<std::unique_ptr<Job>()>& next, const std::function<void(Job&)>& work,
           const std::function<void(std::unique_ptr<Job>)>& take)
      : next_(next), work_(work), take_(take) {}

  /// Passes jobs through until there are no more; for any number of threads at once.
  void run() {
    try {
      while (pass_one()) {
      }
    } catch (...) {
      const std::lock_guard<std::mutex> lock(leaving_);
      if (!failure_) failure_ = std::current_exception();
      turn_.notify_all();
    }
  }
  void rethrow() {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  bool pass_one() {
    std::unique_ptr<Job> job;
    std::size_t number = 0;
    {
      const std::lock_guard<std::mutex> lock(entering_);
      if (ended_) return false;
      ended_ = true;  // unless next() gives another one
      job = next_();
      if (!job) return false;
      ended_ = false;
      number = entered_++;
    }
    work_(*job);
    std::unique_lock<std::mutex> lock(leaving_);
    turn_.wait(lock, [&] { return left_ == number || failure_; });
    if (failure_) return false;
    take_(std::move(job));
    ++left_;
    turn_.notify_all();
    return true;
  }

  const std::function<std::unique_ptr<Job>()>& next_;
  const std::function<void(Job&)>& work_;
  const std::function<void(std::unique_ptr<Job>)>& take_;
  std::mutex entering_;
  bool ended_ = false;
  std::size_t entered_ = 0;
  std::mutex leaving_;
  std::condition_variable turn_;
  std::size_t left_ = 0;
  std::exception_ptr failure_;
};

}  // namespace

void run_pipeline(unsigned threads, const std::function<std::unique_ptr<Job>()>& next,
                  const std::function<void(Job&)>& work,
                  const std::function<void(std::unique_ptr<Job>)>& take) {
  Pipeline pipeline(next, work, take);
  on_threads(concurrency(threads), [&] { pipeline.run(); });
  pipeline.rethrow();
}

void parallel_for(unsigned threads, std::size_t count,
                  const std::function<void(std::size_t)>& body) {
  std::atomic<std::size_t> begun{0};
  std::mutex mutex;
  std::exception_ptr failure;
  on_threads(concurrency(threads), [&] {
    try {
      for (std::size_t i = begun++; i < count; i = begun++) body(i);
    } catch (...) {
      const std::lock_guard<std::mutex> lock(mutex);
      if (!failure) failure = std::current_exception();
      begun = count;
    }
  });
  if (failure) std::rethrow_exception(failure);
}

}  // namespace lbl::base
