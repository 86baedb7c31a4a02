// --per: the same figures for each label against the rest, and for each two annotators.
#pragma once

#include "lbl/agree/agreement.hpp"
#include "lbl/agree/figures.hpp"

namespace lbl::agree {

/// Adds the figures of each label of the category set, all other labels taken as one (nominal and
/// identity, whatever metric was asked for); of choices each member, in or out. Throws Error
/// (usage) for a task without a set of labels, or with more than 1,000.
void add_label_measures(const model::TaskRatings& ratings, const Scale& scale,
                        const Options& options, const Conventions& conventions, const State& whole,
                        Result& result);

/// Adds the figures of each two annotators on the items both answered; `whole` has kept identities.
void add_pair_measures(const model::RatingsTable& table, const model::TaskRatings& ratings,
                       const Scale& scale, const Options& options, const Conventions& conventions,
                       const State& whole, Result& result);

/// Adds the figures without each annotator in turn: who costs the agreement, and what they cost
/// (Figure::details "difference": the whole less the figure without them, positive where they
/// raise it). `whole` has kept identities.
void add_left_out_annotators(const model::RatingsTable& table, const model::TaskRatings& ratings,
                             const Scale& scale, const Options& options,
                             const Conventions& conventions, const State& whole, Result& result);

/// Adds the figures without the answers of each label in turn; the same details.
void add_left_out_labels(const model::TaskRatings& ratings, const Scale& scale,
                         const Options& options, const Conventions& conventions, const State& whole,
                         Result& result);

/// Adds how far annotators agree with themselves: percent agreement and alpha over the answers that
/// one annotator gave again to one item. They stand apart from all other figures.
void add_repeat_measures(const model::TaskRatings& ratings, const Scale& scale,
                         const Options& options, const Conventions& conventions, Result& result);

}  // namespace lbl::agree
