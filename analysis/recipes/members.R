library(ncdf4); f <- nc_open("baseline.h5"); png("members.png", type = "cairo")
matplot(ncvar_get(f, "year"), ncvar_get(f, "n_members_quantile"), type = "l", xlab = "year", ylab = "members")
dev.off()
