# SPDX-License-Identifier: BSD-2-Clause
# One row of the matrix, as a suite for tests/run.sh: VM_ARCH, VM_FOLDER (the kernel's) and VM_PARAMETERS say which.
set -euo pipefail
cd "$(dirname "$0")/../.."

image=$(mktemp)
trap 'rm -f "$image"' EXIT
tests/vm/image.sh "$VM_ARCH" "$VM_FOLDER" "$image"
status=0
# shellcheck disable=SC2086 # words
tests/vm/boot.sh "$VM_ARCH" "$VM_FOLDER" "$image" $VM_PARAMETERS || status=$?
# shellcheck disable=SC2086
bash tests/vm/init.sh "$VM_ARCH" "$VM_FOLDER" $VM_PARAMETERS || status=$?
exit $status
