"""What a draft takes from the worked examples and from pest categorization."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pages.ui import compute, session, start_state
from pra_core import categorization
from pra_core.commodities import Goods, PathwayKind
from pra_core.initiation_record import Initiation
from pra_core.parameter import Source
from pra_core.pest import ClimateModel, Criterion
from pra_core.pest_library import PestRecord
from pra_core.pest_status import PestStatus
from pra_core.pra_area import PraArea
from pra_core.scenario_draft import Draft, draft


def begun(record: PestRecord, goods: Goods, kind: PathwayKind, origin: Sequence[str],
          area: PraArea, status: PestStatus | None, initiation: Initiation | None) -> Draft:
    """A new draft; PraError as `scenario_draft.draft`."""
    return draft(record, goods, kind, origin, area, today=dt.date.today(),
                 commodities=session.own_data().commodities(),
                 criteria=criteria(record, area, goods, kind, status), status=status,
                 initiation=initiation, examples=examples())


def examples() -> dict[str, ClimateModel]:
    """Climate models of the worked examples by EPPO code."""
    return {one.pest.eppo_code: one.pest.climate_model for one in compute.shipped().values()}


def criteria(record: PestRecord, area: PraArea, goods: Goods, kind: PathwayKind,
             status: PestStatus | None) -> tuple[Criterion, ...]:
    """Pest categorization as concluded; before that, as far as the library answers it."""
    both = start_state.both
    if status is not None:
        return categorization.criteria(status.categorization, categorization.concluded(status),
                                       both)
    found = categorization.prefilled(record, area.countries,
                                     categorization.for_planting(goods, kind), both)
    return categorization.criteria(found, Source(
        status="assumed", assessor=session.user_name(), date=dt.date.today(),
        reason=both("Not answered: taken from the library without a conclusion.")), both)
