# Sixteen inputs of one pathway as mc2d nodes, the founding rate and three quantiles: seconds of
# the median of five runs.
suppressMessages(library(mc2d))
n <- as.integer(commandArgs(trailingOnly = TRUE)[1])
ndvar(n)
one <- function() {
  volume <- mcstoc(rlnorm, meanlog = log(1e7), sdlog = 0.3)
  prevalence <- mcstoc(rlnorm, meanlog = log(1e-3), sdlog = 0.5)
  pests <- mcstoc(rlnorm, meanlog = log(3), sdlog = 0.4)
  shape <- mcstoc(rlnorm, meanlog = 0, sdlog = 0.5)
  female <- mcstoc(rbeta, shape1 = 20, shape2 = 20)
  line <- mcstoc(rbeta, shape1 = 8, shape2 = 3)
  climate <- mcstoc(rlnorm, meanlog = log(0.3), sdlog = 0.5)
  lot <- mcstoc(rlnorm, meanlog = log(2e4), sdlog = 0.5)
  left <- 1
  alive <- pests
  for (i in 0:7) {
    step <- mcstoc(rpert, min = 0.05, mode = 0.3 + 0.05 * i, max = 0.95)
    if (i %% 2 == 0) left <- left * step else alive <- alive * step
  }
  founds <- (1 - exp(-female * alive * line)) * (1 - exp(-(1 - female) * alive))
  rate <- volume * prevalence * left * founds * climate + 0 * (shape + lot)
  quantile(as.vector(unmc(rate)), c(0.05, 0.5, 0.95))
}
one()
seconds <- sapply(1:5, function(i) system.time(one())["elapsed"])
cat(median(seconds))
