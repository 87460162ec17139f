from hevesy.cli import main

main()
