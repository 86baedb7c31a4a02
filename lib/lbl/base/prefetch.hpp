// Asking the memory for what will be needed soon, so that a loop over random places need not wait.
#pragma once

namespace lbl::base {

/// Starts loading the cache line of `address`; never faults, and changes nothing but the time.
inline void prefetch(const void* address) {
  __builtin_prefetch(address);
}

}  // namespace lbl::base
