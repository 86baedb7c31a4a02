# What a reviewer sends back for each task: the right label, beside the one that most annotators gave.
(INDEX($said[]; .id)) as $said
| (INDEX($items[]; .item)) as $was
| inputs
| {id, worker, source, lang, sampling, majority: ($was[.id].majority // "no majority"), right: $said[.id].right}
