// Items from records: the first record of each is what its task shows.
#include "lbl/cli/assign_items.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/report/assign_report.hpp"
#include "lbl/report/sample_words.hpp"
#include "lbl/sample/item_list.hpp"
#include "lbl/sample/record_edit.hpp"

namespace lbl::cli {

namespace {

// What one record says of its item.
struct Mention {
  std::string id, body;
  std::vector<std::optional<std::string>> values;
  std::vector<std::string> barred;
};

class ItemReader : public io::Consumer {
 public:
  explicit ItemReader(const AssignFields& fields) : item_name_(fields.item) {
    plan_.whole_record = true;
    item_ = plan_.want_identifier(fields.item);
    standard_item_ = plan_.want_identifier("item");  // as files of lbl name it
    for (const std::string& field : fields.annotators) annotators_.push_back(plan_.want(field));
    for (const std::string& field : fields.values) values_.push_back(plan_.want(field));
    for (const std::string& field : fields.hidden) hidden_.emplace_back(field);
  }

  const model::FieldPlan& plan() const { return plan_; }
  std::uint64_t without_item() const { return without_item_; }
  AssignPool take() { return std::move(pool_); }

  std::unique_ptr<io::ChunkWorker> worker(std::uint32_t) override {
    return std::make_unique<Worker>(*this);
  }
  void absorb(std::unique_ptr<io::ChunkWorker> base) override {
    auto& worker = static_cast<Worker&>(*base);
    without_item_ += worker.without_item;
    for (Mention& mention : worker.mentions) add(std::move(mention));
  }

 private:
  struct Worker : io::ChunkWorker {
    explicit Worker(const ItemReader& reader) : owner(reader) {}
    void on_record(const model::Record& record) override {
      auto id = sample::item_id(record.field(owner.item_));
      const bool own_name = id.has_value();
      if (!id) id = sample::item_id(record.field(owner.standard_item_));
      if (!id) {
        ++without_item;
        return;
      }
      mentions.push_back(owner.mention(record, *id));
      if (!own_name) owner.rename_item(mentions.back());
    }
    void on_malformed(const model::Malformed&) override {}

    const ItemReader& owner;
    std::vector<Mention> mentions;
    std::uint64_t without_item = 0;
  };

  Mention mention(const model::Record& record, std::string_view id) const {
    Mention mention;
    mention.id = id;
    for (const std::size_t field : values_) {
      const model::Value value = record.field(field);
      mention.values.push_back(value.is_no_answer() ? std::nullopt
                                                    : std::optional(std::string(value.text())));
    }
    for (const std::size_t field : annotators_) {
      const model::Value value = record.field(field);
      if (value.is(model::ValueKind::array)) {
        model::for_each_element(value, [&](model::Value one) { add_name(one, mention.barred); });
      } else {
        add_name(value, mention.barred);
      }
    }
    mention.body = body_of(record);
    return mention;
  }

  // Gold that calls its item otherwise would tell itself apart from all others.
  void rename_item(Mention& mention) const {
    const std::string standard = "item";
    if (item_name_ == standard || item_name_.starts_with('/')) return;
    if (item_name_.find_first_of("\"\\") != std::string::npos) return;
    mention.body = sample::without_members(mention.body, {model::FieldPath(standard)});
    mention.body = sample::with_member(mention.body, item_name_, report::json_string(mention.id));
  }

  static void add_name(model::Value value, std::vector<std::string>& names) {
    if (const auto name = sample::item_id(value)) names.emplace_back(*name);
  }

  std::string body_of(const model::Record& record) const {
    const bool is_object = record.bytes.starts_with('{') && record.bytes.ends_with('}');
    if (is_object) {
      return sample::without_members(sample::on_one_line(record.bytes), hidden_);
    }
    std::vector<std::pair<std::string, std::string>> cells;
    model::for_each_member(record.root(), [&](model::Value key, model::Value value) {
      const bool hide = std::any_of(hidden_.begin(), hidden_.end(),
                                    [&](const auto& path) { return path.text == key.text(); });
      if (!hide) cells.emplace_back(key.text(), value.is_no_answer() ? "" : value.text());
    });
    return report::json_object(cells);
  }

  void add(Mention mention) {
    const auto [at, added] = numbers_.try_emplace(mention.id, pool_.items.size());
    if (added) {
      pool_.items.push_back({std::move(mention.id), std::move(mention.values), {}});
      pool_.bodies.push_back(std::move(mention.body));
    }
    auto& barred = pool_.items[at->second].barred;
    for (std::string& name : mention.barred) {
      if (std::find(barred.begin(), barred.end(), name) == barred.end()) {
        barred.push_back(std::move(name));
      }
    }
  }

  std::string item_name_;
  model::FieldPlan plan_;
  std::size_t item_ = 0, standard_item_ = 0;
  std::vector<std::size_t> annotators_, values_;
  std::vector<model::FieldPath> hidden_;
  std::unordered_map<std::string, std::size_t> numbers_;
  AssignPool pool_;
  std::uint64_t without_item_ = 0;
};

}  // namespace

AssignPool read_assign_items(Session& session, const AssignFields& fields) {
  ItemReader reader(fields);
  session.read(reader.plan(), {fields.item}, reader);
  if (reader.without_item() > 0) {
    session.log().warn(report::counted(reader.without_item(), "record", "records") +
                       " without an item id left out");
  }
  return reader.take();
}

AssignPool read_gold_items(Session& session, const std::string& name, const AssignFields& fields,
                           AssignPool& pool) {
  AssignFields own = fields;
  own.annotators.clear();  // a gold file has none
  ItemReader reader(own);
  session.read_also(name, reader.plan(), {}, reader);
  AssignPool gold = reader.take();
  if (gold.items.empty()) {
    throw base::Error(base::ErrorKind::input,
                      fmt::format("--gold {}: no record has an item id (field {})",
                                  base::escaped(name), base::quoted(fields.item)));
  }
  std::unordered_map<std::string, std::size_t> numbers;
  for (std::size_t i = 0; i < gold.items.size(); ++i) numbers.emplace(gold.items[i].id, i);
  AssignPool rest;
  for (std::size_t i = 0; i < pool.items.size(); ++i) {
    const auto at = numbers.find(pool.items[i].id);
    AssignPool& to = at == numbers.end() ? rest : gold;
    if (at == numbers.end()) {
      to.items.push_back(std::move(pool.items[i]));
      to.bodies.push_back(std::move(pool.bodies[i]));
    } else {
      to.items[at->second] = std::move(pool.items[i]);
      to.bodies[at->second] = std::move(pool.bodies[i]);
    }
  }
  pool = std::move(rest);
  return gold;
}

}  // namespace lbl::cli
