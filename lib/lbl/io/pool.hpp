// Things that are dear to make and used again, shared by threads.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace lbl::io {

/// Lends objects and takes them back; makes one when none is idle.
template <class Thing>
class Pool {
 public:
  using Maker = std::function<std::unique_ptr<Thing>()>;
  explicit Pool(Maker make) : make_(std::move(make)) {}

  std::unique_ptr<Thing> take() {
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        std::unique_ptr<Thing> thing = std::move(idle_.back());
        idle_.pop_back();
        return thing;
      }
    }
    return make_();
  }
  void give_back(std::unique_ptr<Thing> thing) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(thing));
  }

 private:
  Maker make_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Thing>> idle_;
};

}  // namespace lbl::io
