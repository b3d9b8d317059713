#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# tests/vm/shell.sh ARCH [KERNEL]: a prompt in a guest of the matrix, with rawbpf, the tests and the samples.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/vm/machines.sh

arch=$1
KERNEL=${2:-newest}
row=$(rows "$arch" | head -n 1)
[ -n "$row" ] || { KERNEL=6.12 && row=$(rows "$arch" | head -n 1); }
IFS=$'\t' read -r arch kernel suites parameters <<<"$row"
build "$arch"
folder=$(tests/vm/kernel.sh "$arch" "$kernel" "$suites")
image=build/vm/shell.image
tests/vm/image.sh "$arch" "$folder" "$image"
# shellcheck disable=SC2086 # words
VM_SHELL=1 exec tests/vm/boot.sh "$arch" "$folder" "$image" vm.shell $parameters
