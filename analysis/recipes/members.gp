set terminal pngcairo; set output "members.png"; set xlabel "year"; set ylabel "members"
row(what) = "<(ncks -H -C -s '%g\\n' -v ".what." baseline.h5)"
plot for [k=0:4] "< bash -c \"paste ".row("year")." ".row("n_members_quantile -d quantile,".k)."\"" using 1:2 with lines notitle
