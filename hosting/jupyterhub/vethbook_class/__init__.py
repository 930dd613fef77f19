"""JupyterHub for a class on one machine: each learner's server in a jail of its own, without an account on the machine."""
