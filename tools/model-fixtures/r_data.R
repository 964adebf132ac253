# R: what saveRDS and save write. Called as `Rscript r_data.R FOLDER`; make.py writes the rows.
out <- commandArgs(trailingOnly = TRUE)[1]
to <- function(name) file.path(out, name)
set.seed(1)
rows <- data.frame(x = c(1, 2, 3), y = factor(c("a", "b", "a")), z = as.Date("2026-11-22") + 0:2)
saveRDS(rows, to("frame.rds"))
saveRDS(rows, to("frame-plain.rds"), compress = FALSE)
saveRDS(rows, to("frame-text.rds"), ascii = TRUE)
saveRDS(rows, to("frame-2.rds"), version = 2)
saveRDS(rows, to("frame-bzip2.rds"), compress = "bzip2")
saveRDS(rows, to("frame-xz.rds"), compress = "xz")
numbers <- list(a = matrix(1:6, 2), b = c(first = 1.5, second = NA), c = list(TRUE, NULL, 3 + 2i, as.raw(1:3)))
save(rows, numbers, file = to("two.rda"))
save(rows, numbers, file = to("two-2.rda"), version = 2)
