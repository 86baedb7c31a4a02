// Recognises exports of other annotation tools by their first record.
#pragma once

#include <string>

#include "lbl/io/reader.hpp"
#include "lbl/model/value.hpp"

namespace lbl::io {

/// If `record` is of an export of Label Studio, Prodigy or doccano or of a ShareGPT file: what it
/// is and the jq line that makes records of the file, as one message. Else "".
std::string foreign_export(model::Value record, Format format);

}  // namespace lbl::io
