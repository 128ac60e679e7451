"""How uncertainty is drawn, ranked and valued, in equations and plain words."""

from __future__ import annotations

from pages.ui.model_part import Part
from pra_core.errors import N_

JUDGEMENT = Part(
    N_("Expert judgement and inputs that go together"),
    (r"F(x) = \sum_i w_i F_i(x) \quad\text{or}\quad f(x) \propto \prod_i f_i(x)^{w_i}",
     r"\rho = 2\sin\!\left(\frac{\pi}{6}\, r_s\right)"),
    N_("F, f: distribution and density that stand for all assessors; w: weight of an assessor, all"
       " weights sum to 1. The linear pool keeps every opinion in view, the logarithmic pool keeps"
       " to where the opinions overlap (Genest & Zidek 1986). Distributions are fitted to the"
       " judged quantiles by least squares on the probabilities (O'Hagan et al. 2006). Inputs"
       " declared to go together are tied by a Gaussian copula: r is their rank correlation, ρ the"
       " correlation of their normal scores; each input keeps its own distribution exactly and only"
       " the order of its values changes (Iman & Conover 1982)."))
YEARS = Part(
    N_("Differences from year to year"),
    (r"P(\text{outbreak in a year}) = 1 - E_v\!\left[e^{-\Lambda(v)}\right],\qquad"
     r" \text{years between outbreaks} = \frac{1}{E_v[\Lambda(v)]}",
     r"P(\text{outbreak in } T \text{ years}) = 1 -"
     r" \left(E_v\!\left[e^{-\Lambda(v)}\right]\right)^T"),
    N_("v: what differs from one year to the next, for inputs declared as such; the mean E over"
       " years is taken inside every simulated future, at fixed nodes. Bands and the probability"
       " of meeting the level of protection show only what we do not know. Years are independent of"
       " each other. Differences from lot to lot stand in the formula of entry."))
RANKING = Part(
    N_("What drives the result"),
    (r"S_i = \frac{\mathrm{Var}\bigl(E[Y \mid X_i]\bigr)}{\mathrm{Var}(Y)},\qquad"
     r" S_{T,i} = \frac{E\bigl[\mathrm{Var}(Y \mid X_{\sim i})\bigr]}{\mathrm{Var}(Y)}",
     r"\delta_i = \tfrac12\, E\!\left[\int \bigl|f_Y - f_{Y\mid X_i}\bigr|\, dy\right]"),
    N_("S: share of the variance of the result Y that input X explains alone; S with index T: with"
       " all its interactions (Saltelli et al. 2010, Jansen 1999, by SALib). δ: how far the whole"
       " distribution of the result moves when the input is known (Borgonovo 2007). Morris"
       " screening moves one input at a time from many starting points; PAWN compares cumulative"
       " distributions. Inputs that go together are ranked as one."))
VALUE = Part(
    N_("What knowing more is worth"),
    (r"EVPI = E\bigl[\max_d U_d\bigr] - \max_d E[U_d],\qquad"
     r" EVPPI(X) = E\bigl[\max_d E[U_d \mid X]\bigr] - \max_d E[U_d]",
     r"-U_d = \gamma\,(R-d)^+ + (1-\gamma)\,(d-R)^+"),
    N_("U: what choosing the set d of measures is worth in a simulated future, either in money"
       " (minus expected loss and known cost of the measures) or in steps: R is the lightest of the"
       " candidate sets that is enough in that future, and γ the confidence of the level of"
       " protection. A set too light by one step then counts γ, one too strict by a step 1 − γ, and"
       " the best choice without more knowledge is the least restrictive set that is enough with"
       " confidence γ. EVPI: value of knowing everything; EVPPI: of knowing X exactly, the most"
       " that any study of X can be worth."))
PARTS = (JUDGEMENT, YEARS, RANKING, VALUE)
