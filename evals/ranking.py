"""Judged rankings in, trec_eval's measures out, through ir-measures. Its only importer.

Names are those that people say: `R@k` is the share of questions with a relevant item among the
first k (trec_eval's success), `recall@k` the share of the relevant items that are there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

DEPTHS = (1, 3, 5, 10)


def measure_ranking(ranking: Sequence[str], grades: Mapping[str, int], *, k: int) -> dict[str, float]:
    """Measure one ranking of ids, best first, against the grade of each relevant id.

    The measures reach to depth k at most. An id that comes again counts once, at its first place.
    A question without any relevant id scores 0 in all. trec_eval breaks ties by id; ranks are
    handed to it as scores, so that the order is the one that was given.
    """
    import ir_measures
    from ir_measures import AP, RR, P, R, Success, nDCG

    depths = [depth for depth in DEPTHS if depth <= k]
    measures = {f"R@{depth}": Success @ depth for depth in depths}
    measures |= {f"recall@{depth}": R @ depth for depth in depths if depth > 1}
    measures |= {f"P@{depth}": P @ depth for depth in depths if depth > 1}
    top = min(k, DEPTHS[-1])
    measures |= {f"MRR@{top}": RR @ top, f"nDCG@{top}": nDCG @ top, f"MAP@{k}": AP @ k}
    ids = list(dict.fromkeys(ranking))
    relevant = {id: grade for id, grade in grades.items() if grade > 0}
    if not ids or not relevant:
        return dict.fromkeys(measures, 0.0)
    run = {"q": {id: float(len(ids) - rank) for rank, id in enumerate(ids)}}
    measured = ir_measures.calc_aggregate(list(measures.values()), {"q": relevant}, run)
    return {name: float(measured[measure]) for name, measure in measures.items()}
