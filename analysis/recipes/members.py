import xarray, matplotlib.pyplot as plt
xarray.open_dataset("baseline.h5")["n_members_quantile"].plot.line(x="time")
plt.savefig("members.png", bbox_inches="tight")
