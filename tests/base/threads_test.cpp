// The pipeline keeps order, bounds what is in flight, and hands on the first exception.
#include "lbl/base/threads.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

using lbl::base::Job;
using lbl::base::parallel_for;
using lbl::base::run_pipeline;

namespace {

std::atomic<int> jobs_alive{0};

struct NumberJob : Job {
  explicit NumberJob(int n) : number(n) { ++jobs_alive; }
  ~NumberJob() override { --jobs_alive; }
  int number;
  long long square = 0;
};

enum class FailIn { nothing, next, work, take };

// Runs `count` jobs; returns their numbers in the order in which they were taken.
std::vector<int> run(unsigned threads, int count, FailIn fail_in = FailIn::nothing,
                     int* most_alive = nullptr) {
  std::vector<int> taken;
  int next_number = 0;
  const auto fail_at_half = [&](FailIn where, int number) {
    if (where == fail_in && number == count / 2) throw std::runtime_error("half way");
  };
  run_pipeline(
      threads,
      [&]() -> std::unique_ptr<Job> {
        if (next_number == count) return nullptr;
        fail_at_half(FailIn::next, next_number);
        auto job = std::make_unique<NumberJob>(next_number++);
        if (most_alive) *most_alive = std::max(*most_alive, jobs_alive.load());
        return job;
      },
      [&](Job& job) {
        auto& number_job = static_cast<NumberJob&>(job);
        fail_at_half(FailIn::work, number_job.number);
        number_job.square = 1LL * number_job.number * number_job.number;
      },
      [&](std::unique_ptr<Job> job) {
        const auto& number_job = static_cast<const NumberJob&>(*job);
        fail_at_half(FailIn::take, number_job.number);
        CHECK(number_job.square == 1LL * number_job.number * number_job.number);
        taken.push_back(number_job.number);
      });
  return taken;
}

}  // namespace

TEST_CASE("a pipeline takes every job in order on any number of threads") {
  for (const unsigned threads : {0u, 1u, 2u, 7u, 64u, 4'000'000'000u}) {
    CAPTURE(threads);
    const std::vector<int> taken = run(threads, 2'000);
    REQUIRE(taken.size() == 2'000);
    for (int i = 0; i < 2'000; ++i) REQUIRE(taken[static_cast<std::size_t>(i)] == i);
    CHECK(jobs_alive == 0);
  }
}

TEST_CASE("an empty pipeline ends at once") {
  for (const unsigned threads : {1u, 4u}) CHECK(run(threads, 0).empty());
}

TEST_CASE("at most 2 x threads jobs exist at once") {
  for (const unsigned threads : {1u, 2u, 4u}) {
    int most_alive = 0;
    run(threads, 1'000, FailIn::nothing, &most_alive);
    CHECK(most_alive >= 1);
    CHECK(most_alive <= static_cast<int>(2 * threads));
  }
}

TEST_CASE("an exception from any stage ends the pipeline, is rethrown and leaks no job") {
  for (const unsigned threads : {1u, 4u}) {
    for (const FailIn where : {FailIn::next, FailIn::work, FailIn::take}) {
      CHECK_THROWS_WITH_AS(run(threads, 100, where), "half way", std::runtime_error);
      CHECK(jobs_alive == 0);
    }
  }
}

TEST_CASE("parallel_for visits every index once") {
  for (const unsigned threads : {0u, 1u, 3u}) {
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{10'000}}) {
      std::vector<std::atomic<int>> visits(count);
      parallel_for(threads, count, [&](std::size_t i) { ++visits[i]; });
      for (const auto& visit : visits) REQUIRE(visit == 1);
    }
  }
}

TEST_CASE("parallel_for rethrows what its body throws") {
  for (const unsigned threads : {1u, 4u}) {
    CHECK_THROWS_AS(parallel_for(threads, 1'000,
                                 [](std::size_t i) {
                                   if (i == 500) throw std::runtime_error("500");
                                 }),
                    std::runtime_error);
  }
}
