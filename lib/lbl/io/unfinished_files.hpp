// The temporary files that exist or are about to, in a form that a signal handler can remove.
#pragma once

#include <cstddef>
#include <string>

namespace lbl::io::detail {

/// Remembers `path` until forget_unfinished(). Returns the place it was given; when all places are
/// taken the file is simply not removed on a signal.
std::size_t remember_unfinished(const std::string& path);
void forget_unfinished(std::size_t place) noexcept;

}  // namespace lbl::io::detail
