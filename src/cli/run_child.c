/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What ends a run from outside: signals, and the end of the command that was given. Handlers only
 * note; the run looks every tenth of a second, and waiting is interrupted anyway.
 */
#include "cli/run.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted;

static void note(int sig)
{
	if (sig != SIGCHLD)
		interrupted = 1;
}

void run_catch_signals(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGCHLD };
	size_t i;

	interrupted = 0;
	for (i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		cli_signal(signals[i], note);
}

bool run_interrupted(void)
{
	return interrupted;
}

static void exec_command(struct run *r, volatile int *failed)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGCHLD };
	size_t i;

	for (i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		cli_signal(signals[i], SIG_DFL);
	*failed = cli_exec(r->cli, r->command);
	_exit(127);
}

/*
 * vfork: until it has become the command, the child borrows our memory instead of copying it, so
 * that it can leave a note there why it has not.
 */
int run_start_child(struct run *r)
{
	volatile int failed = 0;
	pid_t pid;

	if (!r->command)
		return 0;
	pid = vfork();
	if (!pid)
		exec_command(r, &failed);
	if (pid < 0)
		return cli_fault(r->cli, -errno, "%s: cannot be started", r->command[0]);
	r->child = pid;
	if (!failed)
		return 0;
	waitpid(pid, NULL, 0);
	r->child = 0;
	return cli_error(r->cli, RAWBPF_STAGE_NONE, failed, "%s: %s", r->command[0],
		diag_strerror(failed));
}

bool run_child_ended(struct run *r)
{
	int status;

	if (!r->child || waitpid(r->child, &status, WNOHANG) != r->child)
		return false;
	r->child = 0;
	return true;
}

/* Ask it to end, give it two seconds, end it. */
void run_stop_child(struct run *r)
{
	int i;

	if (!r->child)
		return;
	kill(r->child, SIGTERM);
	for (i = 0; i < 100 && !run_child_ended(r); i++)
		poll(NULL, 0, 20);
	if (!r->child)
		return;
	kill(r->child, SIGKILL);
	waitpid(r->child, NULL, 0);
	r->child = 0;
}
