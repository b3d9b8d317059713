/* SPDX-License-Identifier: BSD-2-Clause */
/*
 *	pair RUNS A B OBJECT
 *
 * Runs "A kernel OBJECT" and "B kernel OBJECT" in turn, so that both meet the machine in the same
 * mood, and prints the median of each one's CPU time, user and system together, in microseconds,
 * and the median of the ratio in each pair, in percent.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST 1000

static double microseconds(struct timeval t)
{
	return (double)t.tv_sec * 1e6 + (double)t.tv_usec;
}

/* CPU time, or -1 if the command failed. */
static double run(char *program, char *object)
{
	char *args[] = {program, "kernel", object, NULL};
	struct rusage used;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		execv(program, args);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &used) < 0 || status != 0)
		return -1;
	return microseconds(used.ru_utime) + microseconds(used.ru_stime);
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *values, int count)
{
	qsort(values, (size_t)count, sizeof(*values), ascending);
	return values[count / 2];
}

int main(int argc, char **argv)
{
	double a[MOST], b[MOST], ratio[MOST];
	int i, runs = argc == 5 ? atoi(argv[1]) : 0;

	if (runs < 1 || runs > MOST)
		return 2;
	run(argv[2], argv[4]);
	run(argv[3], argv[4]);
	for (i = 0; i < runs; i++) {
		a[i] = run(argv[2], argv[4]);
		b[i] = run(argv[3], argv[4]);
		if (a[i] < 0 || b[i] < 0)
			return 1;
		ratio[i] = 100 * a[i] / b[i];
	}
	printf("%.0f %.0f %.1f\n", median(a, runs), median(b, runs), median(ratio, runs));
	return 0;
}
