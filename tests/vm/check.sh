#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# tests/vm/check.sh ARCH...: run the rows of the matrix of these machines, two at a time, and show a table:
# passed, failed and skipped tests and seconds for each. Failures are shown when their row is done, with
# the row's name before them; all that a row's tests printed is in build/vm/ROW.log. Exits 1 if anything
# failed.
#
#	KERNEL=6.1	only rows with this kernel, or "newest"
#	TEST=pattern	only tests with the pattern in their name
#	JOBS=2		rows at a time
#	V=1		also the names of the skipped tests
set -uo pipefail
cd "$(dirname "$0")/../.."

. tests/vm/machines.sh

# The skips that tests/vm/expected allows this row, as tests/run.sh wants them.
expected() { # ROW
	local pattern skip
	while read -r pattern skip; do
		# shellcheck disable=SC2254 # is a pattern
		case $pattern in '#'* | '') continue ;; esac
		# shellcheck disable=SC2254
		case $1 in $pattern) echo "$skip" ;; esac
	done <tests/vm/expected
}

run_row() { # ARCH KERNEL SUITES PARAMETERS
	local row=$1-$2 start=$SECONDS status=0
	local log=build/vm/$1-$2.log
	expected "$row" >"build/vm/$row.skips"
	VM_ARCH=$1 VM_KERNEL=$2 VM_SUITES=$3 VM_PARAMETERS=$4 SKIPS=build/vm/$row.skips SUITE_TIMEOUT=1000 V=1 \
		tests/run.sh "build/vm/$1" tests/vm/row.sh >"$log" 2>&1 || status=$?
	printf '%s\t%s\t%s\t%s\n' "$row" "$status" $((SECONDS - start)) \
		"$(grep -E '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$' "$log" | tail -n 1)" >"build/vm/$row.result"
	[ "$status" = 0 ] || sed -n "/FAIL/,\$s/^/$row: /p" "$log" | grep -v ': SKIP ' | head -n 100
	[ -z "${V:-}" ] || sed -n "s/^SKIP /$row: SKIP /p" "$log"
}

mkdir -p build/vm
rm -f build/vm/*.result
# shellcheck disable=SC2046 # one word each
trap 'kill $(jobs -p) 2>/dev/null; exit 130' INT TERM
for arch in $(rows "$@" | cut -f 1 | sort -u); do
	build "$arch" >"build/vm/$arch.build" 2>&1 || {
		cat "build/vm/$arch.build"
		exit 1
	}
done
running=0
while IFS=$'\t' read -r arch kernel suites parameters; do
	if [ "$running" -ge "${JOBS:-2}" ]; then
		wait -n
	else
		running=$((running + 1))
	fi
	run_row "$arch" "$kernel" "$suites" "$parameters" </dev/null &
done < <(rows "$@")
wait

if ! ls build/vm/*.result >/dev/null 2>&1; then
	echo "$0: no row of tests/vm/matrix is chosen" >&2
	exit 1
fi
cat build/vm/*.result | sort -V | awk -F '\t' '
	BEGIN { printf "%-20s %8s %8s %8s %8s\n", "kernel", "passed", "failed", "skipped", "seconds" }
	{
		split($4, n, " ")
		if ($2 != 0 && n[3] == 0) n[3]++
		printf "%-20s %8d %8d %8d %8d\n", $1, n[1], n[3], n[5], $3
		passed += n[1]; failed += n[3]; skipped += n[5]
	}
	END {
		printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
		exit failed != 0 || passed == 0
	}'
