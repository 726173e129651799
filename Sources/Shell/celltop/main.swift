print("celltop")
