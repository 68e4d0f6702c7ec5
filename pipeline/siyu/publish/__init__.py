"""Publishing: an output goes to a folder or a bucket, feeds last, and whatever stops it the next run completes it."""
