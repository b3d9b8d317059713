#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# tests/bench/beside.sh BUILD: the same work by us and by the reference library (tests/bench/reference.sh).
# Both programs are static, with the same libc and -O2, so that only the libraries differ. Instructions are those of
# user space, by callgrind, from start to end of the process; memory is what the process has for itself
# (Private_Dirty): these repeat, and have limits; one that is over its limit, or not to be had, makes this exit
# with 1. CPU time, user and system together, of runs in turn, does not repeat as well, and decides nothing. Needs root.
set -eu
build=$1
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
. tests/bench/objects.sh
ours=$build/bench/load theirs=$build/bench/reference
status=0

memory() { # PROGRAM: KiB that core34 needs more than the same without relocations
	local with without
	if with=$("$1" memory "$tmp/core34.o") && without=$("$1" memory "$tmp/plain.o"); then
		echo $((with - without))
	else
		echo none
	fi
}

# Of two numbers; without them there is none.
divide() { # A B
	awk -v a="$1" -v b="$2" 'BEGIN { if (a == "none" || b ~ "none") print "none"; else printf "%.2f", a / b }'
}

limit() { # VALUE LIMIT UNIT
	local word=ok
	awk -v v="$1" -v l="$2" 'BEGIN { exit v == "none" || v > l }' || word=FAILED status=1
	printf '    %s %s, at most %s: %s\n' "$1" "$3" "$2" "$word"
}

compare() { # WHAT UNIT OURS THEIRS PERCENT
	printf '%-38s%s %s, reference %s\n' "$1:" "$3" "$2" "$4"
	limit "$(divide "$3" "${4/%/e-2}")" "$5" "% of the reference's"
}

core34() {
	compile tests/bench/core34.bpf.c "$tmp/core34.o"
	compile tests/bench/core34.bpf.c "$tmp/plain.o" -DKERNEL=
	compare "load with 34 field relocations" instructions \
		"$(instructions "$ours" kernel "$tmp/core34.o")" "$(instructions "$theirs" kernel "$tmp/core34.o")" 8
	cpu=$("$build/bench/pair" 40 "$ours" "$theirs" "$tmp/core34.o") || cpu='none none none'
	# shellcheck disable=SC2086 # words
	printf '%-38s%s us CPU, reference %s us: %s %%, should be 22 %%\n' "" $cpu
	compare "memory for the kernel's types" KiB "$(memory "$ours")" "$(memory "$theirs")" 15
}

each() { # FEWER MORE TYPES
	awk -v a="$1" -v b="$2" -v n="$3" 'BEGIN { print a == "none" || b == "none" ? "none" : int((b - a) / n) }'
}

# What another type costs, against the reference's, which looks through the kernel's types for each anew.
types() {
	local n of_ours=() of_theirs=()
	for n in 1 8 59; do
		roots $n
		of_ours+=("$(instructions "$ours" kernel "$tmp/roots$n.o")")
		of_theirs+=("$(instructions "$theirs" kernel "$tmp/roots$n.o")")
	done
	printf '%-38s%s instructions, reference %s\n' "load with 1, 8, 59 of them:" "${of_ours[*]}" "${of_theirs[*]}"
	limit "$(each "${of_ours[@]:0:2}" 7)" 100000 "instructions for each from 1 to 8"
	limit "$(each "${of_ours[@]:1:2}" 51)" 100000 "instructions for each from 8 to 59"
}

programs() {
	local one four
	big 1000
	big 4000
	one=$(instructions "$ours" "$tmp/big1000.o")
	four=$(instructions "$ours" "$tmp/big4000.o")
	compare "open + link 4000 programs" instructions "$four" "$(instructions "$theirs" "$tmp/big4000.o")" 5
	limit "$(divide "$four" "$one")" 4.4 "times those of 1000 programs"
}

# The reference takes no sections without functions.
labels() {
	local one four
	sections 5000
	sections 20000
	one=$(instructions "$ours" "$tmp/sections5000.o")
	four=$(instructions "$ours" "$tmp/sections20000.o")
	printf '%-38s%s instructions\n' "open + link 20000 sections:" "$four"
	limit "$(divide "$four" "$one")" 4.4 "times those of 5000 sections"
}

core34
types
programs
labels
exit $status
