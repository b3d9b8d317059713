# SPDX-License-Identifier: BSD-2-Clause
# One row of the matrix, as a suite for tests/run.sh: VM_ARCH, VM_KERNEL, VM_SUITES and VM_PARAMETERS say which.
set -euo pipefail
cd "$(dirname "$0")/../.."

kernel=$(tests/vm/kernel.sh "$VM_ARCH" "$VM_KERNEL" "$VM_SUITES")
image=$(mktemp)
trap 'rm -f "$image"' EXIT
tests/vm/image.sh "$VM_ARCH" "$kernel" "$image"
status=0
# shellcheck disable=SC2086 # words
tests/vm/boot.sh "$VM_ARCH" "$kernel" "$image" $VM_PARAMETERS || status=$?
# shellcheck disable=SC2086
bash tests/vm/init.sh "$VM_ARCH" "$kernel" $VM_PARAMETERS || status=$?
exit $status
