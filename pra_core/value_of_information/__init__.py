"""What it is worth to know better: perfect information, studies with n samples, and choices."""

from pra_core.value_of_information.choice import Change, ruled, step_losses
from pra_core.value_of_information.classes import Worth
from pra_core.value_of_information.information import evpi, evppi, evppi_group
from pra_core.value_of_information.samples import (
    Curve,
    evsi,
    evsi_curve,
    survey,
    trial,
)
from pra_core.value_of_information.studies import (
    JOINED,
    Decision,
    Offer,
    Study,
    StudyTable,
    decision,
    offers,
    sampled,
    studies,
    together,
)

__all__ = ["JOINED", "Change", "Curve", "Decision", "Offer", "Study", "StudyTable", "Worth",
           "decision", "evpi", "evppi", "evppi_group", "evsi", "evsi_curve", "offers", "ruled",
           "sampled", "step_losses", "studies", "survey", "together", "trial"]
