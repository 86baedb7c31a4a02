// One number for the meaning of an answer.
#pragma once

#include <cstdint>

#include "lbl/model/answer.hpp"

namespace lbl::validate {

/// Equal answers have equal hashes, whatever the order of choices, spans or boxes in the record and
/// however a number was written; different ones differ but for a chance of 2^-64.
std::uint64_t answer_hash(const model::Answer& answer);

}  // namespace lbl::validate
