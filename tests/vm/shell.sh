#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# tests/vm/shell.sh ARCH [KERNEL]: a prompt in a guest of the matrix, with rawbpf, the tests and the samples.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/vm/machines.sh

arch=$1
KERNEL=${2:-}
row=$(rows "$arch" | tail -n 1)
[ -n "$row" ] || { echo "$0: tests/vm/matrix has no $arch with kernel $KERNEL" >&2 && exit 1; }
IFS=$'\t' read -r arch kernel suites parameters <<<"$row"
build "$arch"
folder=$(tests/vm/kernel.sh "$arch" "$kernel" "$suites")
image=build/vm/shell.image
tests/vm/image.sh "$arch" "$folder" "$image"
# shellcheck disable=SC2086 # words
VM_SHELL=1 exec tests/vm/boot.sh "$arch" "$folder" "$image" vm.shell $parameters
