#!/usr/bin/env python3
"""The membership model in plain Python: the whole model, the standard library, no array package.

Written from the model's text (sim/model/MODEL.md, equations M1 to M23), with the random numbers of Python's own
`random`.  It serves two ends: an ensemble of it must agree in law with the simulator's, and its speed is what
the simulator's is compared with.

    tests/bench/reference.py [scenarios/baseline.cfg] [-n 10] [--seed 1] [--set PATH=VALUE]

It reads a scenario that extends no other (dates, first statuses and calendar), the tables that the scenario
names, and the presets from `waico describe --json` ($WAICO, --program) or from a file of that (--parameters).
"""
import argparse
import csv
import datetime
import heapq
import json
import math
import os
import random
import re
import subprocess
import sys
import time

STATUSES = ("none", "interested", "observer", "signatory", "associate", "full", "core", "frozen", "withdrawn")
NONE, INTERESTED, OBSERVER, SIGNATORY, ASSOCIATE, FULL, CORE, FROZEN, WITHDRAWN = range(9)
MEMBERS = (ASSOCIATE, FULL, CORE)
PROPOSED, SIGNING, IN_FORCE, OPERATING, DISSOLVED = range(5)
RIVALS = US, RIGHTS = range(2)
RIVAL_NAMES = ("us", "rights")
INCENTIVES = ("training", "model_access", "compute_sharing", "research", "datasets", "platform", "standards",
              "affordability", "equity_fund", "rapid_response", "public_goods", "voice")
DAYS_PER_YEAR = 365.25

# Priorities at equal times: rows of the table of events.
(CALENDAR, RATIFICATION, OPERATION, NOTICE_END, ACCOUNT, SUMMIT, INCIDENT, RESPONSE, RELEASE, CONTROL, OFFER,
 LEADER, REVIEW) = range(1, 14)


def clip(x, low=0.0, high=1.0):
    return low if x < low else high if x > high else x


def logistic(x):
    return 1.0 / (1.0 + math.exp(-x)) if x >= 0 else math.exp(x) / (1.0 + math.exp(x))


def share(x, y):
    """x / y, where 0 / 0 counts as 0."""
    return x / y if y else 0.0


# ---- what the world is ----------------------------------------------------------------------------------------


def read_csv(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Setup:
    """A scenario: countries, who is linked with whom, dates, the calendar."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            text = re.sub(r"(#|//)[^\n]*", "", file.read())
        folder = os.path.dirname(path)
        word = lambda key: re.search(rf'\b{key}\s*=\s*"([^"]*)"', text).group(1)
        self.start = datetime.date.fromisoformat(word("start"))
        self.end = datetime.date.fromisoformat(word("end"))
        self.years = (self.end - self.start).days / DAYS_PER_YEAR
        self.countries = read_csv(os.path.join(folder, word("countries")))
        for row in self.countries:
            for key, value in row.items():
                if key not in ("iso3", "name", "region", "subregion", "imputed"):
                    row[key] = float(value or 0)
        self.position = {row["iso3"]: i for i, row in enumerate(self.countries)}
        self.sponsor = self.position[word("sponsor")]
        self.leader = self.position[word("rival_leader")]
        self.read_links(os.path.join(folder, word("borders")), os.path.join(folder, word("blocs")))
        us_members = re.findall(r'"([A-Z]{3})"', re.search(r"\bus\s*=\s*\[([^\]]*)\]", text).group(1))
        self.flags = [[row["iso3"] in us_members, row["rights_member"] > 0] for row in self.countries]
        self.open = [name in re.search(r"rivals_open\s*=\s*\[([^\]]*)\]", text).group(1) for name in RIVAL_NAMES]
        self.calendar = sorted(self.entries(text), key=lambda entry: entry["day"])
        self.summits = [day for year in range(self.start.year, self.end.year + 1)
                        if 0 < (day := self.day(f"{year}-{word('summit_day')}")) < (self.end - self.start).days]

    def day(self, text):
        return (datetime.date.fromisoformat(text) - self.start).days

    def read_links(self, borders, blocs):
        """Weights of borders, common subregion and shared blocs, rows that sum to 1 (M2)."""
        n = len(self.countries)
        counts = [[{} for _ in range(n)] for _ in range(3)]
        for row in read_csv(borders):
            counts[0][self.position[row["iso3_a"]]][self.position[row["iso3_b"]]] = 1
        by_bloc, by_region = {}, {}
        for row in read_csv(blocs):
            by_bloc.setdefault(row["bloc"], []).append(self.position[row["iso3"]])
        for i, row in enumerate(self.countries):
            by_region.setdefault(row["subregion"], []).append(i)
        for kind, groups in ((1, by_region), (2, by_bloc)):
            for group in groups.values():
                for i in group:
                    for j in group:
                        if i != j:
                            counts[kind][i][j] = counts[kind][i].get(j, 0) + 1
        self.links = [[{j: c / sum(row.values()) for j, c in row.items()} for row in kind] for kind in counts]
        self.subregions = len(by_region)

    def entries(self, text):
        """Lines of the calendar, repeated ones written out."""
        for line in re.findall(r"\{([^{}]*\bdate\b[^{}]*)\}", text):
            entry = dict(re.findall(r'(\w+)\s*=\s*"?([^";]*)"?\s*;', line))
            date, every = datetime.date.fromisoformat(entry["date"]), int(entry.get("every_years", 0))
            while date < self.end:
                yield {**entry, "day": (date - self.start).days}
                if not every:
                    break
                date = date.replace(year=date.year + every)


def read_parameters(program=None, path=None):
    """Presets by dotted path."""
    if path:
        with open(path, encoding="utf-8") as file:
            rows = json.load(file)
    else:
        rows = json.loads(subprocess.run([program, "describe", "--json"], check=True, capture_output=True).stdout)
    return {row["path"]: row["preset"] for row in rows}


# ---- one replication ------------------------------------------------------------------------------------------


class Country:
    """State of one country; the columns of the table by their names."""

    def __init__(self, row, flags):
        self.__dict__.update(row)
        self.first_alignment = self.alignment
        self.flags = list(flags)
        self.status = NONE
        self.taste = 0.0
        self.courtship = (float(self.invited > 0), 0.0)  # value, time of last change
        self.offer = (0.0, 0.0)
        self.is_invited = self.invited > 0
        self.notice = False
        self.instrument = False
        self.pending = 0  # number of the ratification or notice that counts; older ones are void
        self.exposure = 0.6 * self.us_ally + 0.4 * min(1.0, 2.0 * self.trade_us)  # M1
        self.first = {}


class World:
    def __init__(self, setup, parameters, seed):
        self.setup, self.p, self.random = setup, dict(parameters), random.Random(seed)
        p = self.p
        self.now, self.queue, self.order = 0.0, [], 0
        self.countries = [Country(row, flags) for row, flags in zip(setup.countries, setup.flags)]
        self.others = [c for i, c in enumerate(self.countries) if i != setup.sponsor]
        self.sponsor, self.leader = self.countries[setup.sponsor], self.countries[setup.leader]
        self.sponsor.status = CORE
        self.leader.flags[US] = True
        self.phase, self.signing_open, self.open = PROPOSED, False, list(setup.open)
        self.occasion = None
        self.trust, self.demand = (p["trust.start"], 0.0), (0.0, 0.0)
        self.position, self.stringency = p["standards.position_start"], p["standards.stringency_start"]
        self.progress, self.score, self.fund, self.datasets, self.projects = 0.0, 0.5, 0.0, 0.0, 0.0
        self.quality, self.control_high = p["incentive.model_access.quality_start"], False
        self.inflow = self.payout = 0.0
        self.level = {}
        self.waiting_jobs, self.busy = [], 0
        self.clock_number = {}
        self.n_events = 0
        self.accounts = []
        self.world_gdp = sum(c.gdp_usd for c in self.countries)
        for c in self.countries:
            c.taste = self.random.gauss(0.0, p["leader.taste"])
        self.refresh_parameters()

    def refresh_parameters(self):
        """What depends on parameters alone."""
        p = self.p
        self.g, self.b, self.o, self.votes = ([p[f"status.{m}.{column}"] for m in STATUSES]
                                              for column in ("affiliation", "access", "obligation", "votes"))
        self.rate = [p[f"decision.review_rate.{m}"] for m in STATUSES]
        self.weight = [p[f"incentive.{k}.weight"] for k in INCENTIVES]
        self.promise = [p[f"incentive.{k}.promise"] for k in INCENTIVES]
        self.bound = max(self.rate) * max(1.0, p["decision.invited_boost"])
        mix = [p[f"network.mix.{kind}"] for kind in ("border", "region", "bloc")]
        for i, c in enumerate(self.countries):
            row = {}
            for part, kind in zip(mix, self.setup.links):
                for j, weight in kind[i].items():
                    row[j] = row.get(j, 0.0) + part * weight
            total = sum(row.values())
            c.peers = [(self.countries[j], weight / total) for j, weight in row.items() if total > 0.0]

    # -- time

    def at(self, when, priority, action, *arguments):
        self.order += 1
        heapq.heappush(self.queue, (when, priority, self.order, action, arguments))

    def start_clock(self, name):
        """Draws the waiting time of a Poisson clock; what was drawn before is void."""
        rate, priority, action, arguments = self.clocks[name]
        number = self.clock_number[name] = self.clock_number.get(name, 0) + 1
        rate = rate()
        if rate > 0.0:
            self.at(self.now + self.random.expovariate(rate), priority, self.ring, name, number, action, arguments)

    def ring(self, name, number, action, arguments):
        if self.clock_number[name] == number:
            action(*arguments)
            self.start_clock(name)

    def relaxed(self, stock, rate, rest=0.0):
        value, since = stock
        return rest + (value - rest) * math.exp(-rate * (self.now - since))

    def trust_now(self):
        return self.relaxed(self.trust, self.p["trust.recovery_rate"], self.p["trust.rest"])

    def demand_now(self):
        return self.relaxed(self.demand, self.p["shock.demand_decay"])

    def run(self):
        p, setup = self.p, self.setup
        growth = p["shock.incident_growth"]
        self.incident_bound = p["shock.incident_rate"] * math.exp(max(0.0, growth) * setup.years)
        self.clocks = {
            "review": (lambda: len(self.countries) * self.bound, REVIEW, self.review_candidate, ()),
            "incident": (lambda: self.incident_bound, INCIDENT, self.incident_candidate, ()),
            "release": (lambda: p["incentive.model_access.release_rate"], RELEASE, self.release_model, ()),
            "datasets": (lambda: self.in_operation() * p["incentive.datasets.release_rate"], RELEASE,
                         self.release_dataset, ()),
            "projects": (lambda: self.in_operation() * p["incentive.public_goods.project_rate"], RELEASE,
                         self.finish_project, ()),
            "control": (lambda: p["rival.us.control_off_rate" if self.control_high else "rival.us.control_on_rate"],
                        CONTROL, self.change_control, ()),
            "offer": (lambda: p["rival.us.offer_rate"] * p["rival.us.pressure"], OFFER, self.make_offer, ()),
        }
        for c in self.others:
            rate = lambda c=c: (p["leader.democratic_turnover"] * c.democracy +
                                p["leader.autocratic_turnover"] * (1.0 - c.democracy))
            self.clocks[c.iso3] = (rate, LEADER, self.change_leader, (c,))
        for name in self.clocks:
            self.start_clock(name)
        for entry in setup.calendar:
            self.at(entry["day"] / DAYS_PER_YEAR, CALENDAR, self.calendar, entry)
        for day in setup.summits:
            self.at(day / DAYS_PER_YEAR, SUMMIT, self.summit)
        step, k = p["organisation.account_years"], 1
        while k * step < setup.years:
            self.at(k * step, ACCOUNT, self.account)
            k += 1
        while self.queue and self.queue[0][0] < setup.years:
            self.now, _, _, action, arguments = heapq.heappop(self.queue)
            self.n_events += 1
            action(*arguments)
        return self

    def in_operation(self):
        return self.phase == OPERATING

    # -- indices and values (section 5)

    def control(self):
        return self.p["rival.us.control_high" if self.control_high else "rival.us.control_low"]

    def service(self, k):
        if self.phase == DISSOLVED:
            return 0.0
        return self.level[INCENTIVES[k]] if self.phase == OPERATING else self.promise[k]

    def services(self):
        return [self.service(k) for k in range(len(INCENTIVES))]

    def benefit(self, c):
        """M8."""
        q, y = c.capability, c.income
        loading = (1 - q, 1 - q, 1 - c.compute, q, 1 - q, 4 * q * (1 - q), max(0.0, 1 - c.trade_us - c.trade_eu),
                   1 - y, 1 - 2 * y, 1 - q, 1 - y, c.voice_gap)
        return sum(w * a * s for w, a, s in zip(self.weight, loading, self.services()))

    def affinity(self, c):
        """M13."""
        p, g = self.p, self.g
        return (p["affinity.alignment"] * c.alignment + p["affinity.ties"] * c.ties +
                p["affinity.reach"] * (2 * c.reach - 1) + p["affinity.regime"] * (1 - 2 * c.democracy) +
                p["affinity.peers"] * sum(weight * g[j.status] for j, weight in c.peers) +
                p["affinity.legitimacy"] * p["affinity.un_compatibility"] +
                p["affinity.governance_demand"] * self.demand_now() +
                p["affinity.courtship"] * self.relaxed(c.courtship, p["affinity.courtship_decay"]) -
                p["rival.us.retaliation"] * p["rival.us.pressure"] * c.exposure + c.taste)

    def cost(self, c):
        """M14."""
        p = self.p
        return (p["cost.autonomy"] * (c.governance - self.position) ** 2 * self.stringency *
                (1 - p["standards.national_adaptation"]) +
                p["cost.data"] * c.data_regime * p["standards.data_sharing"] * (1 - p["standards.adequacy"]) +
                p["cost.dues"] * 2 * c.income)

    def pull(self, c, rival):
        """O - cost of the rival (M15)."""
        p, demand = self.p, self.demand_now()
        if rival == US:
            return (p["rival.us.ally"] * c.us_ally + p["rival.us.trade"] * c.trade_us +
                    p["rival.us.capability"] * c.capability - p["rival.us.alignment"] * c.alignment +
                    self.relaxed(c.offer, p["rival.us.offer_decay"]) + p["rival.us.governance_demand"] * demand -
                    p["rival.us.cost"])
        return (p["rival.rights.norms"] * max(0.0, c.governance) + p["rival.rights.trade"] * c.trade_eu +
                p["rival.rights.data"] * c.data_regime + p["rival.rights.governance_demand"] * demand -
                p["rival.rights.cost"])

    def constant(self, status):
        """M6."""
        p = self.p
        if status in MEMBERS:
            return p["decision.constant.member"]
        if status in (INTERESTED, OBSERVER):
            return p[f"decision.constant.{STATUSES[status]}"]
        if status != SIGNATORY:
            return 0.0
        shift = 0.0
        if self.occasion:
            shift = p[f"decision.constant.at_{self.occasion}"]
        elif self.phase >= IN_FORCE:
            shift = p["decision.constant.accession"]
        return p["decision.constant.signatory"] + shift

    def valuation(self, c):
        """V as a function of status and flags (M4), all that does not depend on them computed once."""
        p = self.p
        trust = clip(self.trust_now() - p["trust.democratic_doubt"] * c.democracy * (1 - p["trust.transparency"]))
        gain, affinity, cost = trust * self.benefit(c), self.affinity(c), self.cost(c)
        pull = (self.pull(c, US), self.pull(c, RIGHTS))
        exclusivity = (p["rival.us.exclusivity"], p["rival.rights.exclusivity"])

        def value(status, flags):
            v = (self.constant(status) + self.b[status] * gain + self.g[status] * affinity -
                 self.o[status] * cost)
            for k in RIVALS:
                if flags[k]:
                    v += pull[k] - self.g[status] * exclusivity[k]
            return v

        return value

    # -- choice (section 4)

    def can_sign(self):
        return self.phase in (IN_FORCE, OPERATING) or (self.signing_open and self.phase != DISSOLVED)

    def moves(self, c, tier):
        """Moves open to c: (name of the inertia, status whose value counts, what happens)."""
        m, enter = c.status, lambda status: lambda: self.enter(c, status)
        if m == NONE and self.phase != DISSOLVED:
            yield "interest", INTERESTED, enter(INTERESTED)
        if m in (INTERESTED, OBSERVER):
            yield "drop", NONE, enter(NONE)
        if m in (NONE, INTERESTED) and self.phase == OPERATING:
            yield "observe", OBSERVER, enter(OBSERVER)
        if m in (NONE, INTERESTED, OBSERVER) and self.can_sign():
            yield "sign", SIGNATORY, enter(SIGNATORY)
        if m == SIGNATORY:
            yield "unsign", NONE, enter(NONE)
        if m == WITHDRAWN and self.can_sign():
            yield "return", SIGNATORY, enter(SIGNATORY)
        if tier and m in (FULL, CORE):
            yield "tier", m - 1, enter(m - 1)
        if tier and m in (ASSOCIATE, FULL):
            yield "tier", m + 1, enter(m + 1)
        if m in MEMBERS:
            yield "freeze", FROZEN, enter(FROZEN)
        if m == FROZEN:
            yield "thaw", ASSOCIATE, enter(ASSOCIATE)
        if m in MEMBERS or m == FROZEN:
            yield "exit", WITHDRAWN, lambda: self.give_notice(c)

    def choose(self, c, tier=False, only_rival=None):
        """One opportunity (M3)."""
        if c is self.sponsor or c.notice:
            return
        p, value = self.p, self.valuation(c)
        options = [(value(c.status, c.flags), None)]
        if only_rival is None:
            for name, status, action in self.moves(c, tier):
                options.append((value(status, c.flags) - p[f"decision.inertia.{name}"], action))
        for k in RIVALS if only_rival is None else (only_rival,):
            if self.open[k] and not (k == US and c is self.leader):
                flags = list(c.flags)
                flags[k] = not flags[k]
                name = f"decision.inertia.{'join' if flags[k] else 'leave'}_{RIVAL_NAMES[k]}"
                options.append((value(c.status, flags) - p[name],
                                lambda k=k, flag=flags[k]: c.flags.__setitem__(k, flag)))
        best = max(v for v, _ in options)
        weights = [math.exp(p["decision.rationality"] * (v - best)) for v, _ in options]
        action = self.random.choices(options, weights)[0][1]
        if action:
            action()

    def enter(self, c, status):
        c.status, c.instrument = status, False
        c.pending += 1
        c.first.setdefault(status, self.now)
        if status == SIGNATORY:
            self.draw_ratification(c)

    def draw_ratification(self, c):
        """M12."""
        p = self.p
        phase = "founder" if self.phase in (PROPOSED, SIGNING) else "accession"
        if self.random.random() >= p["charter.never_ratifies"]:
            median = p[f"charter.{phase}_log_median"] + p["charter.veto_effect"] * (c.veto - 0.5)
            delay = self.random.lognormvariate(median, p[f"charter.{phase}_spread"])
            self.at(self.now + delay, RATIFICATION, self.ratify, c, c.pending)

    def give_notice(self, c):
        c.notice = True
        self.at(self.now + self.p["charter.notice_years"], NOTICE_END, self.end_notice, c, c.pending)

    # -- events (section 3)

    def ratify(self, c, pending):
        if c.pending != pending:
            return
        if self.phase in (IN_FORCE, OPERATING):
            self.enter(c, ASSOCIATE)
            return
        c.instrument = True
        waiting = [other for other in self.countries if other.instrument]
        if self.phase != DISSOLVED and len(waiting) >= self.p["charter.ratifications_to_enter"]:
            self.phase = IN_FORCE
            self.at(self.now + self.p["charter.setup_years"], OPERATION, self.enter_operation)
            for other in waiting:
                self.enter(other, ASSOCIATE)

    def enter_operation(self):
        self.phase = OPERATING
        self.set_levels()
        self.start_clock("datasets")
        self.start_clock("projects")

    def end_notice(self, c, pending):
        if c.pending == pending:
            c.notice = False
            self.enter(c, WITHDRAWN)

    def change_leader(self, c):
        """M22."""
        p = self.p
        drift = p["leader.memory"] * (c.alignment - c.first_alignment) + self.random.gauss(0.0, p["leader.drift"])
        c.alignment = clip(c.first_alignment + drift, -1.0, 1.0)
        c.taste = self.random.gauss(0.0, p["leader.taste"])
        self.choose(c)

    def review_candidate(self):
        c = self.random.choice(self.countries)
        rate = 0.0 if c is self.sponsor else self.rate[c.status]
        rate *= self.p["decision.invited_boost"] if c.is_invited else 1.0
        if self.random.random() * self.bound < rate:
            self.choose(c)

    def incident_candidate(self):
        """M16, by thinning."""
        p = self.p
        rate = p["shock.incident_rate"] * math.exp(p["shock.incident_growth"] * self.now)
        if self.random.random() * self.incident_bound < rate:
            self.incident()

    def incident(self):
        p = self.p
        severity = min(p["shock.severity_cap"], self.random.paretovariate(p["shock.severity_index"]))
        of_sponsor = self.random.random() < p["shock.sponsor_origin"]
        self.demand = (self.demand_now() + p["shock.demand_jump"] * severity, self.now)
        if self.phase == OPERATING and p["incentive.rapid_response.teams"] >= 1:
            self.waiting_jobs.append((self.now, severity, of_sponsor))
            self.staff()
            return
        if self.phase == OPERATING:
            self.score -= 0.2 * self.score
        if of_sponsor:
            self.lose_trust(severity)

    def staff(self):
        while self.waiting_jobs and self.busy < self.p["incentive.rapid_response.teams"]:
            job = self.waiting_jobs.pop(0)
            self.busy += 1
            mean = self.p["incentive.rapid_response.service_years"]
            self.at(self.now + self.random.expovariate(1.0 / mean), RESPONSE, self.respond, *job)

    def respond(self, since, severity, of_sponsor):
        """M17."""
        if self.phase != OPERATING:
            return
        on_time = self.now - since <= self.p["incentive.rapid_response.deadline_years"]
        self.busy -= 1
        self.score += 0.2 * (on_time - self.score)
        if of_sponsor:
            self.lose_trust(severity, 0.5 if on_time else 1.0)
        self.staff()

    def jump_trust(self, by):
        self.trust = (clip(self.trust_now() + by), self.now)

    def lose_trust(self, severity, part=1.0):
        self.jump_trust(-part * self.p["trust.incident_loss"] * min(severity, 5.0))

    def release_model(self):
        self.quality += (1 - self.quality) * self.p["incentive.model_access.release_gain"]  # M9

    def release_dataset(self):
        covered = {c.subregion for c in self.countries if c.status in MEMBERS}
        self.datasets += len(covered) / self.setup.subregions  # M10

    def finish_project(self):
        self.projects += 1  # M11

    def change_control(self):
        self.control_high = not self.control_high

    def make_offer(self):
        """M5; the target is who would sway most."""
        p, targets, weights = self.p, [], []
        for c in self.others:
            if c.status < SIGNATORY and c is not self.leader and not c.flags[US]:
                value = self.valuation(c)
                sign = logistic(p["decision.rationality"] * (value(SIGNATORY, c.flags) - p["decision.inertia.sign"] -
                                                             value(c.status, c.flags)))
                targets.append(c)
                weights.append(4 * sign * (1 - sign))
        if sum(weights) > 0.0:
            c = self.random.choices(targets, weights)[0]
            c.offer = (self.relaxed(c.offer, p["rival.us.offer_decay"]) + 1.0, self.now)

    def calendar(self, entry):
        event = entry["event"]
        if event == "set":
            self.set_parameter(entry["path"], float(entry["value"]))
        elif event == "status":
            c = self.countries[self.setup.position[entry["country"]]]
            c.notice = False
            self.enter(c, STATUSES.index(entry["status"]))
        elif event in ("signing_opens", "signing_closes"):
            self.signing_open = event == "signing_opens"
            if self.signing_open and self.phase == PROPOSED:
                self.phase = SIGNING
        elif event in ("ceremony", "deadline"):
            self.occasion = event
            for c in self.others:
                self.choose(c)
            self.occasion = None
        elif event == "invite":
            c = self.countries[self.setup.position[entry["country"]]]
            c.is_invited, c.courtship = True, (1.0, self.now)
        elif event == "incident":
            self.incident()
        elif event == "rival_opens":
            self.open[RIVAL_NAMES.index(entry["rival"])] = True
        elif event == "rival_summit":
            rival = RIVAL_NAMES.index(entry["rival"])
            for c in self.others:
                if self.open[rival] and not c.flags[rival]:
                    self.choose(c, only_rival=rival)

    def set_parameter(self, path, value):
        """Stocks are brought to now first; all waiting times are drawn anew."""
        self.trust, self.demand = (self.trust_now(), self.now), (self.demand_now(), self.now)
        for c in self.countries:
            c.courtship = (self.relaxed(c.courtship, self.p["affinity.courtship_decay"]), self.now)
            c.offer = (self.relaxed(c.offer, self.p["rival.us.offer_decay"]), self.now)
        self.p[path] = value
        growth = max(0.0, self.p["shock.incident_growth"])
        self.incident_bound = self.p["shock.incident_rate"] * math.exp(growth * self.setup.years)
        self.refresh_parameters()
        for name in self.clocks:
            self.start_clock(name)
        self.staff()

    # -- summit (section 7)

    def summit(self):
        if self.phase == DISSOLVED:
            return
        p, operating = self.p, self.phase == OPERATING
        members = [c for c in self.others if c.status in MEMBERS] if operating else []
        if operating:
            self.vote()
            for c in members:
                self.choose(c, tier=True)
        reviewed = set(map(id, members))
        for c in self.others:
            if id(c) not in reviewed:
                attends = clip(p["organisation.attend_base"] + p["organisation.attend_slope"] * max(0.0, c.alignment))
                if self.random.random() < attends:
                    self.choose(c)
        if operating:
            self.set_levels()

    def vote(self):
        """M23."""
        p, block = self.p, self.p["voting.corporate_share"]
        held = [self.votes[c.status] for c in self.countries]
        total = sum(held)
        voters = [(c.governance, (1 - block) * votes / total) for c, votes in zip(self.countries, held) if votes > 0]
        voters.append((p["voting.corporate_ideal"], block))
        ideal = self.random.choices([x for x, _ in voters], [part for _, part in voters])[0]
        draft = self.position + p["standards.step"] * (ideal - self.position)
        yes = 0.0
        for x, part in voters:
            gain = (x - self.position) ** 2 - (x - draft) ** 2
            if self.random.random() < logistic(p["voting.lean"] + p["voting.sharpness"] * gain):
                yes += part
        if yes / sum(part for _, part in voters) >= p["voting.majority"] - 1e-12:
            self.position = draft
            self.stringency += p["standards.step"] * ((1 + ideal) / 2 - self.stringency)
            self.stringency = clip(self.stringency)
            self.progress += (1 - self.progress) * p["standards.progress_gain"]

    # -- accounts (section 6)

    def set_levels(self):
        p, b, o = self.p, self.b, self.o
        inside = [c for c in self.others if c.status in MEMBERS]
        everyone = inside + [self.sponsor]
        n = len(inside)
        seats = p["incentive.training.seats_per_year"] / p["incentive.training.seats_per_claimant"]
        pool = (p["incentive.compute_sharing.pool"] *
                math.exp(p["incentive.compute_sharing.growth_rate"] * self.now) * (1 - self.control()) +
                p["incentive.compute_sharing.contribution"] * sum(o[c.status] * c.compute for c in inside))
        mass = sum(b[c.status] * c.capability for c in everyone)
        openness = p["incentive.model_access.openness"] * (1 - p["incentive.model_access.support"])
        self.level = {
            "training": share(seats, seats + sum(b[c.status] * (1 - c.capability) for c in inside)),
            "model_access": self.quality * (1 - openness),
            "compute_sharing": share(pool, pool + sum(b[c.status] * (1 - c.compute) for c in inside)),
            "research": mass / (mass + p["incentive.research.half"]),
            "datasets": 1 - math.exp(-self.datasets / p["incentive.datasets.scale"]),
            "platform": n / (n + p["incentive.platform.half"]),
            "standards": self.progress * sum(c.gdp_usd for c in everyone) / self.world_gdp,
            "affordability": p["incentive.affordability.discount"],
            "equity_fund": self.fund / (self.fund + p["incentive.equity_fund.half_usd"]),
            "rapid_response": self.score,
            "public_goods": 1 - math.exp(-self.projects / p["incentive.public_goods.scale"]),
            "voice": (1 - p["voting.corporate_share"]) * p["incentive.voice.half"] / (p["incentive.voice.half"] + n),
        }

    def deliver(self):
        """M19: what was promised against what is there."""
        weights = [max(0.0, w) for w in self.weight]
        missed = sum(w * max(0.0, promise - self.level[k])
                     for w, promise, k in zip(weights, self.promise, INCENTIVES))
        shortfall = share(missed, sum(w * promise for w, promise in zip(weights, self.promise)))
        self.jump_trust(self.p["trust.delivery_gain"] * (1 - shortfall) -
                        self.p["trust.delivery_loss"] * shortfall)

    def fill_fund(self):
        """M20."""
        p = self.p
        members = [c for c in self.countries if c.status in MEMBERS]
        revenue = lambda c: p["incentive.equity_fund.revenue_share"] * c.gdp_usd * c.capability
        levied = sum(self.o[c.status] * revenue(c) * max(0.0, 2 * c.income - 1)
                     for c in members if c is not self.sponsor)
        self.inflow = p["incentive.equity_fund.grant_usd"] + p["incentive.equity_fund.levy"] * levied
        self.payout = self.inflow * (1 - p["incentive.equity_fund.overhead"])
        self.fund = self.payout / max(1.0, sum(self.b[c.status] * max(0.0, 1 - 2 * c.income) for c in members))

    def account(self):
        p, operating = self.p, self.phase == OPERATING
        if operating:
            self.set_levels()
            self.deliver()
            self.fill_fund()
        for c in self.countries:  # M21
            rate = p["capability.base_rate"]
            if operating and c.status in MEMBERS:
                rate += self.b[c.status] * (p["capability.training"] * self.level["training"] +
                                            p["capability.compute"] * self.level["compute_sharing"])
            c.capability += p["organisation.account_years"] * (1 - c.capability) * rate
        self.record()
        if operating and self.accounts[-1]["n_members"] < p["charter.minimum_members"]:
            self.dissolve()

    def dissolve(self):
        self.phase, self.waiting_jobs, self.busy = DISSOLVED, [], 0
        self.inflow = self.payout = self.fund = 0.0
        for c in self.others:
            if c.status not in (NONE, WITHDRAWN):
                c.notice = False
                self.enter(c, NONE)

    def record(self):
        members = [c for c in self.others if c.status in MEMBERS]
        q = sorted(c.capability for c in self.countries)
        n = len(q)
        self.accounts.append({
            "n_members": len(members),
            "n_signed": len(members) + sum(c.status in (SIGNATORY, FROZEN) for c in self.others),
            "n_us": sum(c.flags[US] for c in self.others),
            "n_rights": sum(c.flags[RIGHTS] for c in self.others),
            "gdp_share": sum(c.gdp_usd for c in members + [self.sponsor]) / self.world_gdp,
            "trust": self.trust_now(),
            "governance_demand": self.demand_now(),
            "standards_position": self.position,
            "standards_progress": self.progress,
            "fund_payout": self.payout,
            "capability_gini": sum((2 * k + 1 - n) * x for k, x in enumerate(q)) / (n * sum(q)),
        })


# ---- command ----------------------------------------------------------------------------------------------------


def ensemble(setup, parameters, seed, n):
    """n replications: their accounts, and the number of events handled."""
    worlds = [World(setup, parameters, seed * 1000003 + r).run() for r in range(n)]
    return [world.accounts for world in worlds], sum(world.n_events for world in worlds)


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    root = os.path.dirname(os.path.dirname(here))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scenario", nargs="?", default=os.path.join(root, "scenarios", "baseline.cfg"))
    parser.add_argument("-n", "--replications", type=int, default=3)
    parser.add_argument("-s", "--seed", type=int, default=1)
    parser.add_argument("--program", default=os.environ.get("WAICO", os.path.join(root, "build", "waico")))
    parser.add_argument("--parameters", metavar="FILE", help="what `waico describe --json` says")
    parser.add_argument("--set", metavar="PATH=VALUE", action="append", default=[])
    parser.add_argument("--json", action="store_true", help="print seconds, events and mean members")
    given = parser.parse_args()
    parameters = read_parameters(given.program, given.parameters)
    for text in given.set:
        path, value = text.split("=")
        if path not in parameters:
            sys.exit(f"{path}: unknown parameter")
        parameters[path] = float(value)
    setup = Setup(given.scenario)
    began = time.process_time()
    runs, n_events = ensemble(setup, parameters, given.seed, given.replications)
    seconds = (time.process_time() - began) / given.replications
    members = [sum(run[k]["n_members"] for run in runs) / len(runs) for k in range(len(runs[0]))]
    if given.json:
        print(json.dumps({"seconds_per_replication": seconds, "events_per_replication": n_events / len(runs),
                          "mean_members": members}))
        return
    print(f"{seconds:.3f} s and {n_events / len(runs):.0f} events a replication")
    step = parameters["organisation.account_years"]
    for k in range(3, len(members), 4):
        print(f"{setup.start + datetime.timedelta(days=(k + 1) * step * DAYS_PER_YEAR)}  {members[k]:6.1f} members")


if __name__ == "__main__":
    main()
