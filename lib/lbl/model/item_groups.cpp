// The one wording of a promise that was not kept.
#include "lbl/model/item_groups.hpp"

#include <fmt/format.h>

#include "lbl/base/text.hpp"

namespace lbl::model {

std::string scattered_item(std::string_view input, std::uint64_t line, std::string_view item) {
  constexpr std::size_t kLongestInput = 200, kLongestItem = 40;
  return fmt::format(
      "{}:{}: item {} comes back after other items, but --grouped says that its records stand "
      "together; sort the batch by item, or leave out --grouped",
      base::escaped(input, kLongestInput), line, base::quoted(item, kLongestItem));
}

}  // namespace lbl::model
