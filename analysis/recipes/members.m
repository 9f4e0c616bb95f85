f = load("baseline.h5", "year", "n_members_quantile"); graphics_toolkit("gnuplot"); figure("visible", "off");
plot(f.year, f.n_members_quantile); xlabel("year"); ylabel("members");
print("members.svg", "-dsvg");
