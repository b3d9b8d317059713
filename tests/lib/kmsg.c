/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * /dev/kmsg gives one record a read, "priority,number,microseconds,flags;text\n", and lines that
 * begin with a blank behind it. The descriptor is opened once, before the first test: the position
 * belongs to the open file, so that what a test's process has read is not read again by the next.
 */
#include "kmsg.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int log_fd = -1;

/* The record's first line, without what stands before it; NULL for none. */
static char *next_line(char *record, size_t size)
{
	char *text;
	ssize_t n;

	do
		n = read(log_fd, record, size - 1);
	while (n < 0 && errno == EINTR);
	if (n < 0 && errno == EPIPE)
		return strcpy(record, "WARNING: the log was overwritten before it was read");
	if (n <= 0)
		return NULL;
	record[n] = '\0';
	record[strcspn(record, "\n")] = '\0';
	text = strchr(record, ';');
	return text ? text + 1 : record;
}

static void skip_to_init(void)
{
	char record[8192], *line;

	while ((line = next_line(record, sizeof(record))))
		if (strstr(line, "Run /init as init process"))
			return;
}

void kmsg_open(void)
{
	if (!getenv("TEST_KMSG"))
		return;
	log_fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (log_fd < 0) {
		perror("/dev/kmsg");
		exit(1);
	}
	if (strcmp(getenv("TEST_KMSG"), "init") == 0)
		skip_to_init();
	else
		lseek(log_fd, 0, SEEK_END);
}

/*
 * How a kernel says that it is broken, on any of the machines. Stalls and lockups are left out: an
 * emulated machine beside others is slow now and then.
 */
static bool is_warning(const char *line)
{
	static const char *const signs[] = {"WARNING:", "BUG:", "kernel BUG at", "Oops",
		"cut here ]", "general protection fault", "Unable to handle kernel", "UBSAN:",
		"KASAN:", "refcount_t:", "Internal error", "Call Trace:", "possible recursive locking",
		"illegal operation:"};
	size_t i;

	for (i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (strstr(line, signs[i]))
			return true;
	return false;
}

bool kmsg_warned(char *text, size_t size)
{
	char record[8192], *line;
	bool warned = false;
	size_t used = 0;

	while (log_fd >= 0 && (line = next_line(record, sizeof(record)))) {
		warned = warned || is_warning(line);
		if (warned && used + 1 < size)
			used += snprintf(text + used, size - used, "%s%s", used ? "\n" : "", line);
	}
	return warned;
}
