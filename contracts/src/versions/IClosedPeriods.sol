// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

/// @notice Times in which an issuer has closed its class.
interface IClosedPeriods {
    /// @notice Certificates of the class are not offered or given away from second `from` on, before second `until`.
    event PeriodClosed(address indexed face, uint64 from, uint64 until);

    /// @notice The class's issuer has closed it until this second.
    error EquityClosedPeriod(address face, uint64 until);
    error EquityNotTheIssuer(address face, address door);
    /// @notice A closed period is told `TOLD` ahead, lasts `LONGEST` at most, and as long a time is open before it.
    error EquityPeriodOutOfRange(uint64 from, uint64 until, uint64 earliest);

    /// @notice The issuer of `face` closes it from second `from` on, before second `until`.
    function closePeriod(address face, uint64 from, uint64 until) external;

    /// @notice The class's last closed period, over or to come; zeros where there was none.
    function closedPeriodOf(address face) external view returns (uint64 from, uint64 until);
}
