using HDF5, Plots
plot(h5read("baseline.h5", "year"), h5read("baseline.h5", "n_members_quantile"), xlabel = "year", ylabel = "members")
savefig("members.png")
