// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

/// @notice What a trustee's bank holds, as two of its people posted it: no supply grows beyond that.
interface IReserves {
    /// @notice The bank of `trustee` closed `day` (since 1970, in Kuala Lumpur) with `balance` sen in trust.
    event ReservePosted(address indexed trustee, uint256 balance, uint256 day);

    /// @notice A reserve is posted by a trustee.
    error MoneyOnlyTrustee(address door);
    /// @notice A balance of this day is not posted any more (a later one is), or not yet.
    error MoneyReserveOfAnotherDay(uint256 day, uint256 last, uint256 today);
    /// @notice No bank has so much.
    error MoneyReserveTooLarge(uint256 balance);
    /// @notice The trustee's last posted balance, of the end of `day`, counted until `until`: nothing is minted without a fresh one.
    error MoneyReserveStale(address trustee, uint256 day, uint64 until);
    /// @notice The bank did not have so much when it closed: `supply` and `amount` come to more than `balance`.
    error MoneyAboveReserve(address trustee, uint256 supply, uint256 amount, uint256 balance);

    /// @notice The acting trustee's bank closed `day` with `balance` sen; the last one posted is the one that counts.
    function postReserve(uint256 balance, uint256 day) external;

    /// @notice What the trustee posted last, in sen, and of which day; zeros before the first.
    function reserveOf(address trustee) external view returns (uint256 balance, uint256 day);
}
