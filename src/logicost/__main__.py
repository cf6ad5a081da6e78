"""`python -m logicost` is the `logicost` command, also where the folder of scripts is not on the path."""

from logicost.cli.main import main

if __name__ == "__main__":
    main()
