/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The command line that the samples written as instructions share:
 *
 *	NAME [INTERFACE] [-- COMMAND...]
 *
 * They watch the interface (lo) until COMMAND ends; without one, until standard input does.
 */
#ifndef SAMPLE_H
#define SAMPLE_H

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static inline const char *sample_interface(char **argv)
{
	return argv[0] && argv[1] && strcmp(argv[1], "--") ? argv[1] : "lo";
}

static inline void sample_run(char **command)
{
	pid_t child = fork();

	if (!child) {
		execvp(command[0], command);
		perror(command[0]);
		_exit(127);
	}
	waitpid(child, NULL, 0);
}

static inline void sample_wait(char **argv)
{
	char byte;

	while (*argv && strcmp(*argv, "--"))
		argv++;
	if (*argv && argv[1])
		sample_run(argv + 1);
	else
		while (read(STDIN_FILENO, &byte, 1) > 0)
			;
}

#endif
