/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `rawbpf inspect` of whatever bytes there are, as text and as JSON: everything that is shown of
 * an object. It is read back through a file in memory.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cli/cli.h"
#include "tests/lib/stand_in.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void inspect(const char *options, const char *path)
{
	char *argv[] = { strdup("rawbpf"), strdup(options), strdup("inspect"), strdup(path) };
	struct stand_in k;
	int i, code;

	stand_in_init(&k);
	code = cli_main(4, argv, &k.kernel);
	if (code != EXIT_DONE && code != EXIT_OBJECT)
		abort();
	for (i = 0; i < 4; i++)
		free(argv[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC);
	char path[64];

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	inspect("-n", path);
	inspect("-j", path);
	close(fd);
	return 0;
}
