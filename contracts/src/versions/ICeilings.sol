// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

/// @notice A door's own ceiling on what one act may take out of it.
interface ICeilings {
    /// @notice Acts of `door` take at most `most` sen each from `from` on, and `before` until then (the largest number: any).
    event CeilingSet(address indexed door, uint256 most, uint256 before, uint64 from);

    /// @notice The holder's own ceiling is lower.
    error MoneyAboveCeiling(address door, uint256 amount, uint256 ceiling);

    /// @notice The acting door's own ceiling, in sen; zero for none.
    function setCeiling(uint256 most) external;

    /// @notice How many sen an act may take out of `door` now; the largest number of 96 bits where it set no ceiling.
    function ceilingOf(address door) external view returns (uint256);
}
