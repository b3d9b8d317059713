/* SPDX-License-Identifier: BSD-2-Clause */
/* Runs a command and keeps what it printed. */
#ifndef CHILD_H
#define CHILD_H

#include <stdbool.h>
#include <stddef.h>

struct child {
	int status;     /* exit code, or 128 + the signal that ended it */
	bool timed_out; /* then it was killed */
	char *out;      /* stdout, with a NUL after it; never NULL */
	char *err;      /* stderr, likewise */
	size_t out_size;
	size_t err_size;
};

/* argv[0] is looked up in PATH; the array ends with NULL. stdin is /dev/null. */
void child_run(struct child *c, int timeout_ms, const char *const argv[]);
void child_free(struct child *c);

/*
 * The command, with arguments that have a blank between them. What it prints must have these words in it; its
 * exit code.
 */
int child_says(const char *words, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
