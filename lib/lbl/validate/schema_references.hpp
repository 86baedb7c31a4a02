// "$ref" of JSON Schema: from a reference to the schema in the same document.
#pragma once

#include <string_view>

#include "lbl/model/value.hpp"

namespace lbl::validate {

/// What `reference` names in the document `root`: "#" the whole, "#/definitions/a" by JSON Pointer
/// (RFC 6901, percent-encoded), "#name" and full addresses by the "$id" of a schema; an address may
/// have a pointer after its "#". Throws Error (input) for anything else: a schema of several files
/// is one document by now (cli/schema_bundle.hpp), and hosts are never asked.
model::Value referred_schema(model::Value root, std::string_view reference);

}  // namespace lbl::validate
